using Palestra.Telemetry;

namespace Palestra.Worker.Outgoing;

/// <summary>What an event takes in memory, near enough to bound the sum.</summary>
internal static class EventBytes
{
    /// <summary>Objects, array headers and list node of a batch or an episode.</summary>
    [NotTunable("What the .NET runtime adds to the arrays of an event.")]
    private const int Overhead = 512;

    /// <summary>Episode index, step index, reward, flags and time.</summary>
    private const int FixedColumns = 8 + 4 + 8 + 1 + 8;

    public static long Of(TelemetryEvent item) => item switch
    {
        StepBatch batch => Overhead + ((long)batch.Count * FixedColumns) + batch.Actions.Data.Length + batch.Observations.Data.Length,
        EpisodeFinalized episode => Overhead + (2L * (episode.InitialObservationJson?.Length ?? 0)),
        _ => Overhead,
    };
}
