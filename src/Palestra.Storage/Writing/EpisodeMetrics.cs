using System.Globalization;
using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>What can be charted of an episode: its own figures and those the learner logged.</summary>
internal static class EpisodeMetrics
{
    public const string Return = "return";
    public const string Length = "length";
    public const string StepsPerSecond = "steps_per_second";

    public static bool IsBuiltIn(string metric) => metric is Return or Length or StepsPerSecond;

    /// <returns>Figures that are numbers; a mean is the sum of all sums over the sum of all weights.</returns>
    public static IEnumerable<MetricSample> Of(EpisodeFinalized episode)
    {
        if (!double.IsNaN(episode.Return))
        {
            yield return new MetricSample(Return, episode.Return, episode.Return, 1);
        }

        yield return new MetricSample(Length, episode.Length, episode.Length, 1);
        var seconds = (episode.EndTimeUs - episode.StartTimeUs) / 1e6;
        if (seconds > 0)
        {
            yield return new MetricSample(StepsPerSecond, episode.Length / seconds, episode.Length, seconds);
        }

        foreach (var (name, value) in episode.Metrics)
        {
            if (double.IsFinite(value) && !IsBuiltIn(name))
            {
                yield return new MetricSample(name, value, value, 1);
            }
        }
    }

    /// <returns><c>null</c> when there is none. JSON has no NaN and no infinity: they become strings.</returns>
    public static string? ToJson(IReadOnlyDictionary<string, double> metrics)
    {
        if (metrics.Count == 0)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (name, value) in metrics)
            {
                if (double.IsFinite(value))
                {
                    json.WriteNumber(name, value);
                }
                else
                {
                    json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
                }
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    public static IReadOnlyDictionary<string, double> FromJson(string? json)
    {
        var metrics = new Dictionary<string, double>();
        if (json is null)
        {
            return metrics;
        }

        using var document = JsonDocument.Parse(json);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            metrics[property.Name] = property.Value.ValueKind == JsonValueKind.Number
                ? property.Value.GetDouble()
                : double.Parse(property.Value.GetString() ?? "NaN", CultureInfo.InvariantCulture);
        }

        return metrics;
    }
}

internal readonly record struct MetricSample(string Metric, double Value, double Sum, double Weight);
