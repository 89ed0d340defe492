using System.Text;

namespace Palestra.Telemetry.Tests.Steps;

public sealed class StepBatchSlicesTests
{
    [Fact]
    public void The_end_of_a_batch_keeps_json_rows_and_infos_where_they_belong()
    {
        var rows = Encoding.UTF8.GetBytes("""[1]"two"{}""");
        var column = StepColumn.Json(rows, [3, 8, 10]);
        var batch = new StepBatch
        {
            Stream = new StreamKey("agent_0", 0),
            FirstSeq = 5,
            Episodes = [0, 0, 1],
            Steps = [7, 8, 0],
            Rewards = [1, 2, 3],
            Flags = [StepFlags.None, StepFlags.Terminated, StepFlags.None],
            TimesUs = [10, 20, 30],
            Actions = column,
            Observations = column,
            Infos = [new StepInfo(0, rows.AsMemory(8, 2)), new StepInfo(2, rows.AsMemory(8, 2))],
        };
        var tail = batch.From(6);
        Assert.Null(tail.Validate());
        Assert.Equal((6, 2, 2.0), (tail.FirstSeq, tail.Count, tail.Rewards[0]));
        Assert.Equal("\"two\"", Encoding.UTF8.GetString(tail.Actions.Row(0)));
        Assert.Equal("{}", Encoding.UTF8.GetString(tail.Observations.Row(1)));
        Assert.Equal(1, Assert.Single(tail.Infos).Index);

        var middle = batch.Slice(1, 1);
        Assert.Null(middle.Validate());
        Assert.Equal((6, 1), (middle.FirstSeq, middle.Count));
        Assert.Equal("\"two\"", Encoding.UTF8.GetString(middle.Actions.Data.Span));
        Assert.Empty(middle.Infos);
        Assert.Same(batch, batch.From(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Slice(2, 2));
    }
}
