using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Http;

namespace Palestra.Trainer.Runs;

/// <summary>Rows of the run list: what the catalogue knows, and newer figures for a live run.</summary>
internal static class RunRows
{
    private const double MicrosecondsPerSecond = 1e6;

    public static RunRow From(CatalogRow row, ActiveRun? live)
    {
        var ended = From(row);
        if (live is null)
        {
            return ended;
        }

        var positions = live.Pipeline.Positions;
        return ended with
        {
            Status = live.State.ToString(),
            Outcome = live.Outcome?.Word(),
            Reason = live.Reason,
            Steps = positions.Sum(p => p.DurableSeq),
            Episodes = positions.Sum(p => p.DurableEpisodes),
            MeanReturn100 = live.Live.RollingReturn,
            StepsPerSecond = live.State.IsFinal() ? Speed(positions.Sum(p => p.DurableSeq), live.StartedUs, live.EndedUs) : live.Live.StepsPerSecond,
            StartedUs = live.StartedUs,
            EndedUs = live.EndedUs,
            Damaged = live.Damaged,
        };
    }

    private static RunRow From(CatalogRow row) => new()
    {
        RunId = row.RunId,
        Name = row.Name,
        Status = row.Status,
        Outcome = row.Outcome,
        Reason = row.Reason,
        EnvId = row.EnvId,
        Algorithm = row.Algorithm,
        Seed = row.Seed,
        Episodes = row.Episodes,
        Steps = row.Steps,
        TargetEpisodes = row.TargetEpisodes,
        TargetSteps = row.TargetSteps,
        MeanReturn100 = row.MeanReturn100,
        StepsPerSecond = Speed(row.Steps, row.StartedUs, row.EndedUs),
        Sparkline = row.Sparkline,
        TelemetryMode = RunRequestJson.Word(row.TelemetryMode),
        CreatedUs = row.CreatedUs,
        StartedUs = row.StartedUs,
        EndedUs = row.EndedUs,
        DiskBytes = row.DiskBytes,
        Tags = row.Tags,
        Damaged = row.Damaged,
    };

    private static double? Speed(long steps, long? startedUs, long? endedUs) =>
        startedUs is { } start && endedUs is { } end && end > start ? steps / ((end - start) / MicrosecondsPerSecond) : null;
}
