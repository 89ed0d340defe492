using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class StepSeriesTests
{
    [Theory]
    [InlineData("reward", 10, null, null)]
    [InlineData("observation", 600, null, null)]
    [InlineData("action[0]", 7, 4000L, 8200L)]
    [InlineData("observation[0]", 10_000, 100L, 150L)]
    public void Steps_are_down_sampled_to_min_max_mean_and_last(string name, int points, long? from, long? to)
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(9000, 1);
        Runs.Record(run, trajectory, batch: 700);
        Assert.True(StepValue.TryParse(name, out var value));
        using var reader = run.Read();
        var series = reader.StepSeries(Trajectory.Stream, value, points, from, to);
        var (first, last) = (from ?? 1, to ?? 9000);
        Assert.Equal(last - first + 1, series.Total);
        Assert.InRange(series.Points.Count, 1, points);
        Assert.Equal(series.Total, series.Points.Sum(p => p.Count));
        Assert.Equal((first, last), (series.Points[0].FirstSeq, series.Points[^1].LastSeq));
        foreach (var point in series.Points)
        {
            var batch = trajectory.Batch(point.FirstSeq, point.LastSeq);
            var expected = Enumerable.Range(0, batch.Count).Select(i => value.Of(batch, i)).ToList();
            Assert.Equal((expected.Min(), expected.Max(), expected[^1]), (point.Min, point.Max, point.Last));
            Assert.Equal(expected.Average(), point.Mean, 9);
            Assert.Equal(batch.TimesUs[^1], point.TimeUs);
        }
    }

    [Fact]
    public void Missing_steps_are_missing_points_and_missing_elements_are_none_P_GAP()
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(13_000, 1));
        using (var db = SqliteDb.OpenWriter(run.Folder.DatabaseFile, TimeSpan.Zero))
        {
            db.Execute("DELETE FROM blocks WHERE first_seq = 4097");
        }

        using var reader = run.Read();
        var series = reader.StepSeries(Trajectory.Stream, StepValue.Reward, 13);
        Assert.Equal(13_000 - 4096, series.Points.Sum(p => p.Count));
        Assert.DoesNotContain(series.Points, p => p.FirstSeq is > 5000 and < 8000);
        Assert.True(StepValue.TryParse("observation[1]", out var second));
        Assert.Empty(reader.StepSeries(Trajectory.Stream, second, 10).Points);
        Assert.Empty(reader.StepSeries(new StreamKey("nobody", 0), StepValue.Reward, 10).Points);
    }

    [Theory]
    [InlineData("rewards")]
    [InlineData("reward[0]")]
    [InlineData("observation[-1]")]
    [InlineData("observation[1")]
    [InlineData("")]
    public void What_names_no_number_is_refused(string text) => Assert.False(StepValue.TryParse(text, out _));
}
