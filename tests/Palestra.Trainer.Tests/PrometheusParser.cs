using System.Globalization;
using System.Text.RegularExpressions;

namespace Palestra.Trainer.Tests;

/// <summary>
/// A strict reader of Prometheus text: HELP and TYPE before the samples of a family, families in one piece, no sample
/// twice, counters that end with <c>_total</c>, histograms that add up.
/// </summary>
internal sealed partial class PrometheusParser
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);
    private string _family = "";

    private PrometheusParser()
    {
    }

    /// <summary>Kind of each family.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>Value of each sample by its full name, labels in the order of the text: <c>name{a="b"}</c>.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    public static PrometheusParser Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var parser = new PrometheusParser();
        foreach (var line in text[..^1].Split('\n'))
        {
            parser.Take(line);
        }

        foreach (var (family, _) in parser._types.Where(t => t.Value == "histogram"))
        {
            parser.CheckHistogram(family);
        }

        return parser;
    }

    private void Take(string line)
    {
        if (HelpLine().Match(line) is { Success: true } help)
        {
            _family = help.Groups[1].Value;
            Assert.DoesNotContain(_family, _types.Keys);
            return;
        }

        if (TypeLine().Match(line) is { Success: true } type)
        {
            Assert.Equal(_family, type.Groups[1].Value);
            _types.Add(_family, type.Groups[2].Value);
            Assert.Equal(type.Groups[2].Value == "counter", _family.EndsWith("_total", StringComparison.Ordinal));
            return;
        }

        var sample = SampleLine().Match(line);
        Assert.True(sample.Success, $"Neither HELP nor TYPE nor a sample: {line}");
        var name = sample.Groups[1].Value;
        var owner = _types[_family] == "histogram" ? HistogramSuffix().Replace(name, "") : name;
        Assert.Equal(_family, owner);
        var labels = sample.Groups[2].Value;
        Assert.Equal(labels, string.Join(',', Label().Matches(labels).Select(m => m.Value)));
        Assert.True(double.TryParse(sample.Groups[3].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var value), line);
        _samples.Add(labels.Length == 0 ? name : $"{name}{{{labels}}}", value);
    }

    private void CheckHistogram(string family)
    {
        foreach (var (key, count) in _samples.Where(s => s.Key.StartsWith(family + "_count", StringComparison.Ordinal)).ToArray())
        {
            var labels = key[(family + "_count").Length..].Trim('{', '}');
            var buckets = _samples.Where(s => s.Key.StartsWith($"{family}_bucket{{{labels},le=", StringComparison.Ordinal)).ToArray();
            Assert.EndsWith("le=\"+Inf\"}", buckets[^1].Key, StringComparison.Ordinal);
            Assert.Equal(count, buckets[^1].Value);
            Assert.Equal(buckets.Select(b => b.Value).Order(), buckets.Select(b => b.Value));
            Assert.Contains($"{family}_sum{{{labels}}}", _samples.Keys);
        }
    }

    [GeneratedRegex(@"^# HELP ([a-z_][a-z0-9_]*) \S.*\.$")]
    private static partial Regex HelpLine();

    [GeneratedRegex(@"^# TYPE ([a-z_][a-z0-9_]*) (counter|gauge|histogram)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^([a-z_][a-z0-9_]*)(?:\{(.+)\})? (\S+)$")]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"[a-z_][a-z0-9_]*=""(?:[^""\\\n]|\\[\\""n])*""")]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramSuffix();
}
