using System.Globalization;
using System.Text;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Metrics;

/// <summary>
/// Writes Prometheus text (exposition format 0.0.4), names translated as OpenTelemetry's specification says: dots
/// become underscores, the unit is spelt out at the end, and a counter ends with <c>_total</c>.
/// </summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public static string NameOf(MetricFamily family)
    {
        var unit = family.Instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            { } rate when rate.EndsWith("/s", StringComparison.Ordinal) => "_per_second",
            _ => "",
        };
        return $"{Word(family.Instrument.Name)}{unit}{(family.IsCounter ? "_total" : "")}";
    }

    public void Add(MetricFamily family)
    {
        var name = NameOf(family);
        var kind = family.IsHistogram ? "histogram" : family.IsCounter ? "counter" : "gauge";
        _text.Append("# HELP ").Append(name).Append(' ').Append(Help(family.Instrument.Description ?? "")).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        foreach (var sample in family.Samples)
        {
            Line(name, sample.Labels, null, sample.Value);
        }
    }

    /// <summary>One series of a histogram, whose family was added just before.</summary>
    public void Add(MetricFamily family, KeyValuePair<string, object?>[] labels, HistogramView histogram)
    {
        var name = NameOf(family);
        long seen = 0;
        foreach (var bucket in histogram.Buckets)
        {
            seen += bucket.Count;
            Line(name + "_bucket", labels, bucket.UpToSeconds is { } bound ? Number(bound) : "+Inf", seen);
        }

        Line(name + "_sum", labels, null, histogram.SumSeconds);
        Line(name + "_count", labels, null, histogram.Count);
    }

    public override string ToString() => _text.ToString();

    private void Line(string name, KeyValuePair<string, object?>[] labels, string? upTo, double value)
    {
        _text.Append(name);
        var open = '{';
        foreach (var (label, text) in labels)
        {
            _text.Append(open).Append(Word(label)).Append("=\"").Append(Escape($"{text}")).Append('"');
            open = ',';
        }

        if (upTo is not null)
        {
            _text.Append(open).Append("le=\"").Append(upTo).Append('"');
            open = ',';
        }

        _text.Append(open == '{' ? " " : "} ").Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Word(string name) => name.Replace('.', '_');

    private static string Help(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Escape(string value) => Help(value).Replace("\"", "\\\"", StringComparison.Ordinal);
}
