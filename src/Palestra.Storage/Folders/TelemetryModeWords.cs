namespace Palestra.Storage;

/// <summary>Telemetry modes as the glossary writes them.</summary>
public static class TelemetryModeWords
{
    public static string Word(this TelemetryMode mode) => mode switch
    {
        TelemetryMode.FastLaneOnly => "fast-lane-only",
        TelemetryMode.DualPath => "dual-path",
        TelemetryMode.DurableOnly => "durable-only",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "A telemetry mode that has no word yet."),
    };

    /// <summary>The mode of a word that is known to be one, as that of a checked setting is.</summary>
    public static TelemetryMode Parse(string word) => Enum.GetValues<TelemetryMode>().First(mode => mode.Word() == word);
}
