using System.Globalization;
using System.Text;

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

    /// <param name="histograms">What a histogram counted; empty for other families.</param>
    public void Add(MetricFamily family, IReadOnlyCollection<BucketCounts> histograms)
    {
        var name = NameOf(family);
        var kind = family.IsHistogram ? "histogram" : family.IsCounter ? "counter" : "gauge";
        _text.Append("# HELP ").Append(name).Append(' ').Append(Help(family.Instrument.Description ?? "")).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        foreach (var sample in family.Samples)
        {
            Line(name, sample.Labels, null, sample.Value);
        }

        foreach (var histogram in histograms)
        {
            long seen = 0;
            for (var i = 0; i < histogram.Counts.Count; i++)
            {
                seen += histogram.Counts[i];
                Line(name + "_bucket", histogram.Labels, i < histogram.Bounds.Count ? Number(histogram.Bounds[i]) : "+Inf", seen);
            }

            Line(name + "_sum", histogram.Labels, null, histogram.Sum);
            Line(name + "_count", histogram.Labels, null, seen);
        }
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
