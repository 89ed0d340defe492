using Microsoft.Extensions.Time.Testing;
using Palestra.Worker.Loop;

namespace Palestra.Worker.Tests;

public sealed class PacerTests
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(50);
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    [InlineData(7000)]
    public void The_mean_rate_is_exact(double rateHz)
    {
        var pacer = new Pacer(Burst, _clock);
        var begin = _clock.GetTimestamp();
        const int Steps = 5000;
        for (var i = 0; i < Steps; i++)
        {
            while (pacer.Delay(rateHz) is { Ticks: > 0 } wait)
            {
                _clock.Advance(wait);
            }

            pacer.Took();
        }

        var expected = TimeSpan.FromSeconds((Steps - 1) / rateHz);
        Assert.InRange(_clock.GetElapsedTime(begin), expected - TimeSpan.FromMilliseconds(2), expected + TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public void A_run_that_fell_behind_catches_up_at_most_one_burst()
    {
        var pacer = new Pacer(Burst, _clock);
        Assert.Equal(TimeSpan.Zero, pacer.Delay(1000));
        pacer.Took();
        _clock.Advance(TimeSpan.FromSeconds(10));
        var steps = 0;
        while (pacer.Delay(1000) == TimeSpan.Zero)
        {
            pacer.Took();
            steps++;
        }

        Assert.InRange(steps, 1, 51);
    }

    [Fact]
    public void No_rate_is_no_wait_and_time_spent_paused_is_not_owed()
    {
        var pacer = new Pacer(Burst, _clock);
        Assert.Equal(TimeSpan.Zero, pacer.Delay(0));
        Assert.Equal(TimeSpan.Zero, pacer.Delay(1));
        pacer.Took();
        Assert.Equal(TimeSpan.FromSeconds(1), pacer.Delay(1));
        _clock.Advance(TimeSpan.FromHours(1));
        pacer.Restart();
        Assert.Equal(TimeSpan.Zero, pacer.Delay(1));
        pacer.Took();
        Assert.Equal(TimeSpan.FromSeconds(1), pacer.Delay(1));
    }

    [Fact]
    public void Steps_per_second_are_those_of_the_last_second_and_fall_to_nothing()
    {
        var figures = new RunFigures();
        for (var i = 0; i < 3000; i++)
        {
            figures.AddStep(1, 1_000_000 + (i * 1000L)); // A thousand a second.
        }

        Assert.InRange(figures.StepsPerSecond, 990, 1010);
        figures.Advance(1_000_000 + (3_000 * 1000L) + 500_000);
        Assert.InRange(figures.StepsPerSecond, 400, 600);
        figures.Advance(60_000_000);
        Assert.Equal(0, figures.StepsPerSecond);
    }

    [Fact]
    public void The_rolling_return_is_the_mean_of_the_last_hundred()
    {
        var figures = new RunFigures();
        Assert.True(double.IsNaN(figures.RollingReturn));
        for (var i = 0; i < 250; i++)
        {
            figures.AddEpisode(i);
        }

        Assert.Equal(Enumerable.Range(150, 100).Average(), figures.RollingReturn, 9);
    }
}
