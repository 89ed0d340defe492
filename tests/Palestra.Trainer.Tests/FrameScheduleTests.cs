using Palestra.Trainer.Live;

namespace Palestra.Trainer.Tests;

/// <summary>Whatever the pace of the writer, frames are taken young, and no more of them than the display shows.</summary>
public sealed class FrameScheduleTests
{
    private static readonly TimeSpan Display = TimeSpan.FromMilliseconds(1000.0 / 30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(16);

    private readonly FrameSchedule _schedule = new(Display, Look, Idle);
    private readonly List<(TimeSpan At, TimeSpan Written)> _taken = [];
    private TimeSpan _now;
    private int _looks;

    [Theory]
    [InlineData(10, 1.0)]
    [InlineData(29, 1.0)]
    [InlineData(31, 0.9)]
    [InlineData(45, 0.6)]
    [InlineData(58.8, 0.9)]
    [InlineData(60, 0.9)]
    [InlineData(61, 0.9)]
    [InlineData(144, 0.9)]
    [InlineData(240, 0.9)]
    public void Frames_are_taken_within_two_looks_and_at_most_at_display_rate(double writerHz, double leastShare)
    {
        const int Seconds = 60;
        const int Seed = 11;
        var random = new Random(Seed);
        // As in life: the writer is up to 1 ms late, a look as well.
        var frames = Enumerable.Range(0, (int)(Seconds * writerHz))
            .Select(i => TimeSpan.FromMilliseconds((i * 1000 / writerHz) + random.NextDouble())).ToList();

        Run(frames, TimeSpan.FromSeconds(Seconds), random);

        Assert.InRange(_taken.Count, (int)(leastShare * Seconds * Math.Min(30, writerHz)), (Seconds * 30) + 1);
        var ages = _taken.Select(take => (take.At - take.Written).TotalMilliseconds).Order().ToList();
        Assert.InRange(ages[(int)(ages.Count * 0.99)], 0, 2 * Look.TotalMilliseconds + 1);
    }

    [Fact]
    public void The_last_frame_before_a_pause_is_shown_although_it_is_no_longer_young()
    {
        var frames = Enumerable.Range(0, 40).Select(i => TimeSpan.FromMilliseconds(i * 16.7)).ToList();

        Run(frames, TimeSpan.FromSeconds(1), new Random(3));

        Assert.Equal(frames[^1], _taken[^1].Written);
        Assert.InRange(_taken[^1].At - frames[^1], TimeSpan.Zero, 2 * Display);
    }

    [Fact]
    public void A_lane_without_news_or_without_a_writer_is_looked_at_seldom()
    {
        Run([TimeSpan.Zero], TimeSpan.FromSeconds(1), new Random(5));
        var busy = _looks;

        Run([], TimeSpan.FromSeconds(10), new Random(5));

        Assert.InRange(_looks - busy, 1, (int)(TimeSpan.FromSeconds(10) / Idle));
        Assert.Equal(Idle, _schedule.Wait(_now, isLive: true));
        Assert.Equal(Idle, new FrameSchedule(Display, Look, Idle).Wait(TimeSpan.Zero, isLive: false));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_wall_clock_that_is_set_stops_nothing(int seconds)
    {
        var now = TimeSpan.FromSeconds(5);
        _schedule.Took(now, 1, TimeSpan.Zero);
        now += Display;

        Assert.True(_schedule.Wants(now, TimeSpan.FromSeconds(seconds)));
        _schedule.Took(now, 2, TimeSpan.FromSeconds(seconds));
        now += Display;
        Assert.True(_schedule.Wants(now, TimeSpan.Zero));
    }

    [Fact]
    public void After_a_rest_one_frame_may_come_early_then_each_waits_for_its_turn()
    {
        _schedule.Took(TimeSpan.FromSeconds(1), 1, TimeSpan.Zero);
        Assert.True(_schedule.Wants(TimeSpan.FromSeconds(1) + (Display / 2), TimeSpan.Zero));
        _schedule.Took(TimeSpan.FromSeconds(1) + (Display / 2), 2, TimeSpan.Zero);
        _schedule.Took(TimeSpan.FromSeconds(1) + Display, 3, TimeSpan.Zero);

        Assert.False(_schedule.Wants(TimeSpan.FromSeconds(1) + (1.9 * Display), TimeSpan.Zero));
        Assert.Equal(Display - Look, _schedule.Wait(TimeSpan.FromSeconds(1) + Display, isLive: true));
    }

    private void Run(List<TimeSpan> frames, TimeSpan duration, Random random)
    {
        var end = _now + duration;
        var taken = -1;
        while (_now < end)
        {
            _looks++;
            var newest = LastAtOrBefore(frames, _now);
            if (newest > taken && _schedule.Wants(_now, _now - frames[newest]))
            {
                _schedule.Took(_now, newest + 1, _now - frames[newest]);
                _taken.Add((_now, frames[newest]));
                taken = newest;
            }

            _now += _schedule.Wait(_now, isLive: true) + TimeSpan.FromMilliseconds(random.NextDouble());
        }
    }

    private static int LastAtOrBefore(List<TimeSpan> frames, TimeSpan now)
    {
        var low = 0;
        var high = frames.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = frames[middle] <= now ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
