using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Cli.Chaos;

/// <summary>Compares steps of two runs: everything the receipt covers, and so not their times.</summary>
internal static class StepComparison
{
    /// <returns>The first of the <paramref name="count"/> first steps that is not the same in both, or <c>null</c>.</returns>
    public static long? FirstDifference(RunReader one, RunReader other, StreamKey stream, long count)
    {
        using var ones = Steps(one, stream, count).GetEnumerator();
        using var others = Steps(other, stream, count).GetEnumerator();
        for (var seq = 1L; seq <= count; seq++)
        {
            if (!ones.MoveNext() || !others.MoveNext() || !Same(ones.Current, others.Current))
            {
                return seq;
            }
        }

        return null;
    }

    private static IEnumerable<(StepBatch Batch, int Row)> Steps(RunReader reader, StreamKey stream, long count)
    {
        foreach (var batch in reader.ReadSteps(stream, 1, (int)Math.Min(count, int.MaxValue)))
        {
            for (var row = 0; row < batch.Count; row++)
            {
                yield return (batch, row);
            }
        }
    }

    private static bool Same((StepBatch Batch, int Row) a, (StepBatch Batch, int Row) b) =>
        a.Batch.FirstSeq + a.Row == b.Batch.FirstSeq + b.Row
        && a.Batch.Episodes[a.Row] == b.Batch.Episodes[b.Row]
        && a.Batch.Steps[a.Row] == b.Batch.Steps[b.Row]
        && a.Batch.Flags[a.Row] == b.Batch.Flags[b.Row]
        && a.Batch.Rewards[a.Row].Equals(b.Batch.Rewards[b.Row])
        && a.Batch.Actions.Row(a.Row).SequenceEqual(b.Batch.Actions.Row(b.Row))
        && a.Batch.Observations.Row(a.Row).SequenceEqual(b.Batch.Observations.Row(b.Row));
}
