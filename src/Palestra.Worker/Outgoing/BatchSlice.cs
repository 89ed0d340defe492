using Palestra.Telemetry;

namespace Palestra.Worker.Outgoing;

/// <summary>Cuts a batch in two. Rare: at a resume point inside a batch, or when the credits are below one batch.</summary>
internal static class BatchSlice
{
    /// <param name="count">Steps of the first part, 1 to the batch's count - 1.</param>
    public static (StepBatch Head, StepBatch Tail) Split(StepBatch batch, int count) =>
        (Part(batch, 0, count), Part(batch, count, batch.Count - count));

    private static StepBatch Part(StepBatch batch, int from, int count) => new()
    {
        Stream = batch.Stream,
        FirstSeq = batch.FirstSeq + from,
        Episodes = batch.Episodes[from..(from + count)],
        Steps = batch.Steps[from..(from + count)],
        Rewards = batch.Rewards[from..(from + count)],
        Flags = batch.Flags[from..(from + count)],
        TimesUs = batch.TimesUs[from..(from + count)],
        Actions = Rows(batch.Actions, from, count),
        Observations = Rows(batch.Observations, from, count),
        Infos = [.. batch.Infos.Where(info => info.Index >= from && info.Index < from + count).Select(info => info with { Index = info.Index - from })],
    };

    private static StepColumn Rows(StepColumn column, int from, int count)
    {
        if (!column.IsJson)
        {
            return StepColumn.Typed(
                column.DType, [.. column.Shape], column.Data.Slice(from * column.RowBytes, count * column.RowBytes), count);
        }

        var start = from == 0 ? 0 : column.JsonEnds[from - 1];
        var ends = column.JsonEnds.Slice(from, count).ToArray();
        var data = column.Data[start..ends[^1]];
        for (var i = 0; i < count; i++)
        {
            ends[i] -= start;
        }

        return StepColumn.Json(data, ends);
    }
}
