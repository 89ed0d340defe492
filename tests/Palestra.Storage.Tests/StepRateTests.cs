using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class StepRateTests
{
    private const long T0 = 1_700_000_000_000_000;

    [Theory]
    [InlineData(600)]
    [InlineData(40)]
    [InlineData(3)]
    public void A_paced_run_shows_its_pace_however_short_its_episodes_are(int points)
    {
        // 50 steps a second; the two steps of an episode come a microsecond apart, then the pacing waits.
        using var run = new TempRun();
        Record(run, Enumerable.Range(0, 3000).Select(i => (Steps: 2, StartUs: i * 40_000L, EndUs: (i * 40_000L) + 1)));
        using var reader = run.Read();
        var series = reader.Series("steps_per_second", points);
        Assert.Equal(3000, series.Points.Sum(p => p.Count));
        Assert.All(series.Points, p => Assert.InRange(p.Max, p.Min, 60));
        Assert.All(series.Points, p => Assert.InRange(p.Mean, 49, 60));
        Assert.Equal(50, series.Points[^1].Mean, 0.5);
    }

    [Fact]
    public void A_bucket_is_its_steps_over_its_wall_time()
    {
        // 1,000 episodes at 100 steps/s, then 1,000 at 10 steps/s.
        using var run = new TempRun();
        Record(run, Enumerable.Range(0, 2000).Select(i => i < 1000
            ? (10, i * 100_000L, (i + 1) * 100_000L)
            : (10, 100_000_000L + ((i - 1000) * 1_000_000L), 100_000_000L + ((i - 999) * 1_000_000L))));
        using var reader = run.Read();
        var halves = reader.Series("steps_per_second", 20).Points;
        Assert.Equal(100, halves[0].Mean, 6);
        Assert.Equal(10, halves[^1].Mean, 6);
        var middle = reader.Series("steps_per_second", 1, 900, 1099).Points;
        Assert.Equal(2000 / (10.0 + 100), Assert.Single(middle).Mean, 6);
        Assert.Equal((10, 100), (Math.Round(middle[0].Min), Math.Round(middle[0].Max)));
        Assert.Equal(10, middle[0].Last, 6);
        Assert.Equal(100, Assert.Single(reader.Series("steps_per_second", 5, 500, 500).Points).Mean, 6);
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(6)]
    public void A_jump_of_the_clock_costs_one_episode_its_rate_and_no_other(int hours)
    {
        // 100 steps a second; after half of the episodes somebody sets the clock.
        const int Count = 20_000;
        const int Jumped = Count / 2;
        using var run = new TempRun();
        Record(run, Enumerable.Range(0, Count).Select(i =>
        {
            var (before, after) = (i > Jumped ? hours : 0, i >= Jumped ? hours : 0);
            return (10, (i * 100_000L) + (before * 3_600_000_000L), ((i + 1) * 100_000L) + (after * 3_600_000_000L));
        }));
        using var reader = run.Read();
        foreach (var points in (int[])[Count, 100])
        {
            var series = reader.Series("steps_per_second", points).Points;
            var width = (double)Count / series.Count;
            var whole = series.Where(p => p.X + p.Count <= Jumped - 256 || p.X >= Jumped + 256).ToList();
            Assert.InRange(whole.Count, (Count - (4 * 256)) / width - 2, Count / width);
            Assert.All(whole, p => Assert.Equal(100, p.Mean, 1));
        }

        // Also for one who looks only at what came right after it.
        Assert.Equal(100, Assert.Single(reader.Series("steps_per_second", 1, Jumped + 10, Jumped + 90).Points).Mean, 1);
    }

    [Fact]
    public void A_run_of_an_instant_has_the_rate_of_that_instant_or_none()
    {
        using var run = new TempRun();
        Record(run, [(5, 0, 0)]);
        using (var reader = run.Read())
        {
            Assert.Empty(reader.Series("steps_per_second", 10).Points);
        }

        using var second = new TempRun();
        Record(second, [(5, 0, 10), (5, 10, 100)]);
        using var other = second.Read();
        Assert.All(other.Series("steps_per_second", 10).Points, p => Assert.Equal(100_000, p.Mean, 3));
    }

    private static void Record(TempRun run, IEnumerable<(int Steps, long StartUs, long EndUs)> episodes)
    {
        using var file = run.Create();
        var events = new List<TelemetryEvent>();
        long seq = 0, episode = 0;
        foreach (var (steps, startUs, endUs) in episodes)
        {
            events.Add(new StepBatch
            {
                Stream = Trajectory.Stream,
                FirstSeq = seq + 1,
                Episodes = [.. Enumerable.Repeat(episode, steps)],
                Steps = [.. Enumerable.Range(0, steps)],
                Rewards = new double[steps],
                Flags = [.. Enumerable.Range(1, steps).Select(i => i == steps ? StepFlags.Terminated : StepFlags.None)],
                TimesUs = [.. Enumerable.Repeat(T0 + endUs, steps)],
                Actions = Trajectory.Int64(new long[steps]),
                Observations = Trajectory.Int64(new long[steps]),
            });
            events.Add(new EpisodeFinalized
            {
                Stream = Trajectory.Stream,
                Episode = episode++,
                FirstSeq = seq + 1,
                LastSeq = seq + steps,
                Return = 0,
                Terminated = true,
                Truncated = false,
                StartTimeUs = T0 + startUs,
                EndTimeUs = T0 + endUs,
            });
            seq += steps;
        }

        Assert.Empty(file.Commit(events, 1).Refusals);
    }
}
