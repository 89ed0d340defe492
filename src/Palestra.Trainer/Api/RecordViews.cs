using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Api;

/// <summary>Rows of a run file as the API shows them.</summary>
internal static class RecordViews
{
    /// <summary>The lower-case word used in every output.</summary>
    public static string Word(LogSeverity severity) => severity switch
    {
        LogSeverity.Debug => "debug",
        LogSeverity.Info => "info",
        LogSeverity.Warning => "warning",
        _ => "error",
    };

    public static EpisodeView From(EpisodeFinalized episode) => new()
    {
        AgentId = episode.Stream.AgentId,
        Slot = episode.Stream.Slot,
        Episode = episode.Episode,
        FirstSeq = episode.FirstSeq,
        LastSeq = episode.LastSeq,
        Length = episode.Length,
        Return = episode.Return,
        Terminated = episode.Terminated,
        Truncated = episode.Truncated,
        Seed = episode.Seed,
        StartUs = episode.StartTimeUs,
        EndUs = episode.EndTimeUs,
        Metrics = episode.Metrics,
    };

    public static LogView From(LogRow row)
    {
        var record = row.Record;
        return new LogView(row.Row, record.TimeUs, Word(record.Severity), record.Id, record.Component, record.Message, record.AgentId);
    }
}
