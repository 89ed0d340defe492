using System.Buffers.Binary;

namespace Palestra.Telemetry.Tests.Steps;

internal static class TestSteps
{
    public static readonly StreamKey Stream = new(StreamKey.DefaultAgent, 0);

    /// <summary>Steps whose every value follows from their sequence number.</summary>
    public static StepBatch Batch(long firstSeq, int count, StreamKey? stream = null, bool json = false)
    {
        var layout = json ? ColumnLayout.Json : ColumnLayout.Typed(DType.Int64);
        var builder = new StepBatchBuilder(stream ?? Stream, layout, layout, firstSeq);
        for (var seq = firstSeq; seq < firstSeq + count; seq++)
        {
            builder.Add(Row(seq, json), seq * 0.5, (StepFlags)(seq % 4), seq * 1000, Row(-seq, json), seq / 10, (int)(seq % 10), seq % 3 == 0 ? "{}"u8 : default);
        }

        return builder.Build();
    }

    public static void Check(StepBatch batch, bool json = false)
    {
        Assert.Null(batch.Validate());
        for (var i = 0; i < batch.Count; i++)
        {
            var seq = batch.FirstSeq + i;
            Assert.Equal(seq * 0.5, batch.Rewards[i]);
            Assert.Equal((seq / 10, (int)(seq % 10), (StepFlags)(seq % 4), seq * 1000), (batch.Episodes[i], batch.Steps[i], batch.Flags[i], batch.TimesUs[i]));
            Assert.Equal(Row(seq, json), batch.Actions.Row(i));
            Assert.Equal(Row(-seq, json), batch.Observations.Row(i));
            Assert.Equal(seq % 3 == 0, batch.Infos.Any(info => info.Index == i));
        }
    }

    public static byte[] Row(long value, bool json)
    {
        if (json)
        {
            return System.Text.Encoding.UTF8.GetBytes($"[{value}]");
        }

        var row = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(row, value);
        return row;
    }
}
