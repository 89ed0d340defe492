using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>A down-sampled number over the steps of a stream.</summary>
/// <param name="Total">Sequence numbers in the range asked for.</param>
public sealed record StepSeries(StreamKey Stream, string Value, IReadOnlyList<StepSeriesPoint> Points, long Total);

/// <summary>One bucket.</summary>
/// <param name="FirstSeq">Where the bucket begins.</param>
/// <param name="LastSeq">The last step in it.</param>
/// <param name="Count">Steps in it that have a finite number; the figures are over these.</param>
/// <param name="TimeUs">Time of the last step: microseconds since the Unix epoch.</param>
public readonly record struct StepSeriesPoint(
    long FirstSeq, long LastSeq, long Count, double Min, double Max, double Mean, double Last, long TimeUs);
