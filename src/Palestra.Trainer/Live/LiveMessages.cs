using System.Text.Json.Serialization;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Live;

/// <summary>The messages of <c>/api/v1/live</c>; the <c>type</c> says which.</summary>
internal sealed record RunsMessage(IReadOnlyList<RunRow> Runs, IReadOnlyList<string> Removed)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "runs";
}

internal sealed record RunMessage
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "run";

    public required RunView Run { get; init; }

    public required FiguresView Figures { get; init; }

    public required IReadOnlyList<EpisodeView> Episodes { get; init; }

    public required long EpisodesSkipped { get; init; }

    public required IReadOnlyList<LogView> Logs { get; init; }

    public required long LogsSkipped { get; init; }

    public required long LastEpisode { get; init; }

    public required long LastLog { get; init; }
}

internal sealed record FiguresView(double? StepsPerSecond, double? RollingReturn, double? EpisodesPerSecond);

internal sealed record SystemMessage(SystemView System)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "system";
}

internal sealed record SettingsMessage(IReadOnlyList<SettingChangeView> Changes, long ChangesSkipped, SettingsProblemView? Problem)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "settings";
}

internal sealed record ErrorMessage(string Detail)
{
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "error";
}
