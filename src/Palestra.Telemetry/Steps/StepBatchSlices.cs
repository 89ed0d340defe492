namespace Palestra.Telemetry;

/// <summary>Cuts batches: at a resume point inside one, or where the credits end.</summary>
public static class StepBatchSlices
{
    /// <summary>The steps of the batch from <paramref name="seq"/> on: the batch itself if that is all of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch ends before that step.</exception>
    public static StepBatch From(this StepBatch batch, long seq)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seq, batch.LastSeq);
        var skip = (int)Math.Max(0, seq - batch.FirstSeq);
        return batch.Slice(skip, batch.Count - skip);
    }

    /// <summary><paramref name="count"/> steps from the 0-based <paramref name="start"/>: the batch itself if that is all of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch has no such steps, or the count is below 1.</exception>
    public static StepBatch Slice(this StepBatch batch, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, batch.Count - start);
        if (count == batch.Count)
        {
            return batch;
        }

        var steps = start..(start + count);
        return new StepBatch
        {
            Stream = batch.Stream,
            FirstSeq = batch.FirstSeq + start,
            Episodes = batch.Episodes[steps],
            Steps = batch.Steps[steps],
            Rewards = batch.Rewards[steps],
            Flags = batch.Flags[steps],
            TimesUs = batch.TimesUs[steps],
            Actions = Rows(batch.Actions, start, count),
            Observations = Rows(batch.Observations, start, count),
            Infos = [.. batch.Infos.Where(info => info.Index >= start && info.Index < start + count).Select(info => info with { Index = info.Index - start })],
        };
    }

    /// <summary>The rows keep standing in the memory of the whole column.</summary>
    private static StepColumn Rows(StepColumn column, int start, int count)
    {
        if (!column.IsJson)
        {
            return StepColumn.Typed(column.DType, [.. column.Shape], column.Data.Slice(start * column.RowBytes, count * column.RowBytes), count);
        }

        var cut = start == 0 ? 0 : column.JsonEnds[start - 1];
        var ends = column.JsonEnds.Slice(start, count).ToArray();
        var data = column.Data[cut..ends[^1]];
        for (var i = 0; i < count; i++)
        {
            ends[i] -= cut;
        }

        return StepColumn.Json(data, ends);
    }
}
