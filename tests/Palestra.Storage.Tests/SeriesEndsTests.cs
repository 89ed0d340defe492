using Xunit;

namespace Palestra.Storage.Tests;

public sealed class SeriesEndsTests
{
    [Theory]
    [InlineData(600, null, null)]
    [InlineData(7, null, null)]
    [InlineData(600, 300L, 700L)]
    [InlineData(3, 1000L, 4000L)]
    public void A_bucket_says_where_it_ends_in_episodes_steps_and_time(int points, long? from, long? to)
    {
        const int Steps = 40_000;
        using var run = new TempRun();
        var trajectory = new Trajectory(Steps, 1);
        Runs.Record(run, trajectory, batch: 1000);
        var episodes = trajectory.Episodes(1, Steps).ToList();
        using var reader = run.Read();
        var series = reader.Series("return", points, from, to);
        Assert.NotEmpty(series.Points);
        foreach (var point in series.Points)
        {
            var last = episodes[(int)point.LastRow - 1];
            Assert.Equal(point.X + point.Count, point.LastRow);
            Assert.Equal(episodes.Take((int)point.LastRow).Sum(e => e.Length), point.Steps);
            Assert.Equal(last.EndTimeUs, point.EndUs);
        }
    }
}
