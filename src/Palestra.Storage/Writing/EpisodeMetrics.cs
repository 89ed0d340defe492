using System.Globalization;
using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>What can be charted of an episode: its own figures and those the learner logged.</summary>
internal static class EpisodeMetrics
{
    public const string Return = "return";
    public const string Length = "length";

    /// <summary>Not a figure of an episode but of a stretch of time: see <see cref="StepRates"/>.</summary>
    public const string StepsPerSecond = "steps_per_second";

    public static bool IsBuiltIn(string metric) => metric is Return or Length or StepsPerSecond;

    /// <returns>Figures that are numbers.</returns>
    public static IEnumerable<KeyValuePair<string, double>> Of(EpisodeFinalized episode)
    {
        if (!double.IsNaN(episode.Return))
        {
            yield return new(Return, episode.Return);
        }

        yield return new(Length, episode.Length);
        foreach (var metric in episode.Metrics)
        {
            if (double.IsFinite(metric.Value) && !IsBuiltIn(metric.Key))
            {
                yield return metric;
            }
        }
    }

    /// <returns><c>null</c> when there is none. JSON has no NaN and no infinity: they become strings.</returns>
    public static string? ToJson(IEnumerable<KeyValuePair<string, double>>? metrics)
    {
        if (metrics is null)
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

    public static void AddFromJson(string? json, Dictionary<string, double> metrics)
    {
        if (json is null)
        {
            return;
        }

        using var document = JsonDocument.Parse(json);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            metrics[property.Name] = property.Value.ValueKind == JsonValueKind.Number
                ? property.Value.GetDouble()
                : double.Parse(property.Value.GetString() ?? "NaN", CultureInfo.InvariantCulture);
        }
    }
}
