using Palestra.Telemetry;

namespace Palestra.Worker.Outgoing;

/// <summary>Cuts a batch in two. Rare: at a resume point inside a batch, or when the credits are below one batch.</summary>
internal static class BatchSlice
{
    /// <param name="count">Steps of the first part, 1 to the batch's count - 1.</param>
    public static (StepBatch Head, StepBatch Tail) Split(StepBatch batch, int count) =>
        (batch.Slice(0, count), batch.Slice(count, batch.Count - count));
}
