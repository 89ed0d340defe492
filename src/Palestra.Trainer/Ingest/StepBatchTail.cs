using Palestra.Telemetry;

namespace Palestra.Trainer.Ingest;

/// <summary>The end of a batch whose beginning is already here.</summary>
internal static class StepBatchTail
{
    /// <param name="skip">How many steps to leave out, less than the batch has.</param>
    public static StepBatch From(StepBatch batch, int skip) => new()
    {
        Stream = batch.Stream,
        FirstSeq = batch.FirstSeq + skip,
        Episodes = batch.Episodes[skip..],
        Steps = batch.Steps[skip..],
        Rewards = batch.Rewards[skip..],
        Flags = batch.Flags[skip..],
        TimesUs = batch.TimesUs[skip..],
        Actions = From(batch.Actions, skip),
        Observations = From(batch.Observations, skip),
        Infos = [.. batch.Infos.Where(i => i.Index >= skip).Select(i => i with { Index = i.Index - skip })],
    };

    private static StepColumn From(StepColumn column, int skip)
    {
        if (!column.IsJson)
        {
            return StepColumn.Typed(column.DType, [.. column.Shape], column.Data[(skip * column.RowBytes)..], column.Count - skip);
        }

        var cut = column.JsonEnds[skip - 1];
        var ends = column.JsonEnds[skip..].ToArray();
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] -= cut;
        }

        return StepColumn.Json(column.Data[cut..], ends);
    }
}
