using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Runs;

/// <summary>Rows of the run list: what the catalogue knows, and newer figures for a live run.</summary>
internal static class RunRows
{
    public static RunRow From(CatalogRow row, ActiveRun? live)
    {
        var ended = RunRow.From(row);
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
            StepsPerSecond = live.State.IsFinal() ? RunRow.Speed(positions.Sum(p => p.DurableSeq), live.StartedUs, live.EndedUs) : live.Live.StepsPerSecond,
            TelemetryMode = (live.Commands.Mode ?? live.Manifest.TelemetryMode).Word(),
            StartedUs = live.StartedUs,
            EndedUs = live.EndedUs,
            Damaged = live.Damaged,
        };
    }
}
