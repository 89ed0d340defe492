using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Cutting and joining of batches. Batches are immutable; a whole batch is returned as it is.</summary>
internal static class StepBatches
{
    public static StepBatch Slice(StepBatch batch, int start, int count)
    {
        if (start == 0 && count == batch.Count)
        {
            return batch;
        }

        var end = start + count;
        return new StepBatch
        {
            Stream = batch.Stream,
            FirstSeq = batch.FirstSeq + start,
            Episodes = batch.Episodes[start..end],
            Steps = batch.Steps[start..end],
            Rewards = batch.Rewards[start..end],
            Flags = batch.Flags[start..end],
            TimesUs = batch.TimesUs[start..end],
            Actions = Slice(batch.Actions, start, end),
            Observations = Slice(batch.Observations, start, end),
            Infos = [.. batch.Infos.Where(info => info.Index >= start && info.Index < end)
                .Select(info => info with { Index = info.Index - start })],
        };
    }

    /// <param name="parts">Consecutive batches of one stream and one layout, at least one.</param>
    public static StepBatch Join(IReadOnlyList<StepBatch> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        var infos = new List<StepInfo>();
        var offset = 0;
        foreach (var part in parts)
        {
            foreach (var info in part.Infos)
            {
                infos.Add(info with { Index = info.Index + offset });
            }

            offset += part.Count;
        }

        return new StepBatch
        {
            Stream = parts[0].Stream,
            FirstSeq = parts[0].FirstSeq,
            Episodes = Join(parts, static p => p.Episodes, offset),
            Steps = Join(parts, static p => p.Steps, offset),
            Rewards = Join(parts, static p => p.Rewards, offset),
            Flags = Join(parts, static p => p.Flags, offset),
            TimesUs = Join(parts, static p => p.TimesUs, offset),
            Actions = Join(parts, static p => p.Actions, offset),
            Observations = Join(parts, static p => p.Observations, offset),
            Infos = infos,
        };
    }

    public static bool HaveSameLayout(StepBatch one, StepBatch other) =>
        one.Actions.HasSameLayoutAs(other.Actions) && one.Observations.HasSameLayoutAs(other.Observations);

    private static StepColumn Slice(StepColumn column, int start, int end)
    {
        if (!column.IsJson)
        {
            return StepColumn.Typed(
                column.DType, [.. column.Shape], column.Data[(start * column.RowBytes)..(end * column.RowBytes)], end - start);
        }

        var from = start == 0 ? 0 : column.JsonEnds[start - 1];
        var ends = column.JsonEnds[start..end].ToArray();
        var to = ends[^1];
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] -= from;
        }

        return StepColumn.Json(column.Data[from..to], ends);
    }

    private static StepColumn Join(IReadOnlyList<StepBatch> parts, Func<StepBatch, StepColumn> column, int count)
    {
        var first = column(parts[0]);
        var data = new byte[parts.Sum(part => (long)column(part).Data.Length)];
        var ends = first.IsJson ? new int[count] : null;
        int at = 0, row = 0;
        foreach (var part in parts)
        {
            var from = column(part);
            from.Data.CopyTo(data.AsMemory(at));
            foreach (var end in from.JsonEnds)
            {
                ends![row++] = at + end;
            }

            at += from.Data.Length;
        }

        return ends is null ? StepColumn.Typed(first.DType, [.. first.Shape], data, count) : StepColumn.Json(data, ends);
    }

    private static T[] Join<T>(IReadOnlyList<StepBatch> parts, Func<StepBatch, T[]> column, int count)
    {
        var joined = new T[count];
        var at = 0;
        foreach (var part in parts)
        {
            var from = column(part);
            from.CopyTo(joined, at);
            at += from.Length;
        }

        return joined;
    }
}
