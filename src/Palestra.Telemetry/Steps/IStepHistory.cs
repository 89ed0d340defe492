namespace Palestra.Telemetry;

/// <summary>The durable steps of a run, as the store keeps them.</summary>
public interface IStepHistory
{
    /// <summary>
    /// Reads what is durable of a stream now, ascending and without overlap, beginning with the batch that contains
    /// <paramref name="fromSeq"/>. Nothing if the stream does not reach that far yet, or is unknown.
    /// </summary>
    /// <param name="max">About how many steps at most; at least one batch is returned if there is one.</param>
    IEnumerable<StepBatch> ReadSteps(StreamKey stream, long fromSeq, int max);
}
