namespace Palestra.Telemetry;

public static class StepBatchSlices
{
    /// <summary>The steps of the batch from <paramref name="seq"/> on: the batch itself if that is all of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch ends before that step.</exception>
    public static StepBatch From(this StepBatch batch, long seq)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seq, batch.LastSeq);
        if (seq <= batch.FirstSeq)
        {
            return batch;
        }

        var skip = (int)(seq - batch.FirstSeq);
        return new StepBatch
        {
            Stream = batch.Stream,
            FirstSeq = seq,
            Episodes = batch.Episodes[skip..],
            Steps = batch.Steps[skip..],
            Rewards = batch.Rewards[skip..],
            Flags = batch.Flags[skip..],
            TimesUs = batch.TimesUs[skip..],
            Actions = From(batch.Actions, skip),
            Observations = From(batch.Observations, skip),
            Infos = [.. batch.Infos.Where(info => info.Index >= skip).Select(info => info with { Index = info.Index - skip })],
        };
    }

    /// <summary>The rows keep standing in the memory of the whole column.</summary>
    private static StepColumn From(StepColumn column, int skip)
    {
        var rows = column.Count - skip;
        if (!column.IsJson)
        {
            return StepColumn.Typed(column.DType, [.. column.Shape], column.Data[(skip * column.RowBytes)..], rows);
        }

        var start = column.JsonEnds[skip - 1];
        var ends = column.JsonEnds[skip..].ToArray();
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] -= start;
        }

        return StepColumn.Json(column.Data[start..], ends);
    }
}
