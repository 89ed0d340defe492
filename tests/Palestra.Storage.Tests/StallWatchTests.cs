namespace Palestra.Storage.Tests;

/// <summary>Timers go by a coarser clock than the one that says how long a transaction has been under way.</summary>
public sealed class StallWatchTests
{
    [Fact]
    public void A_timer_that_comes_early_is_set_again_and_a_stall_is_reported_in_the_end()
    {
        var clock = new ManualClock();
        var news = new List<string?>();
        using var watch = new StallWatch(clock, news.Add);
        watch.Begin(TimeSpan.FromMilliseconds(10));
        Assert.Equal(TimeSpan.FromMilliseconds(10), clock.Due);
        clock.Fire(after: TimeSpan.FromMilliseconds(9));
        Assert.Empty(news);
        Assert.Equal(TimeSpan.FromMilliseconds(1), clock.Due);
        clock.Fire(after: TimeSpan.FromMilliseconds(1));
        Assert.Contains("slow", Assert.Single(news)!, StringComparison.Ordinal);
        watch.Succeeded();
        Assert.Equal([watch.Reason], news[1..]);
        clock.Fire(after: TimeSpan.FromSeconds(1));
        Assert.Equal((2, null), (news.Count, watch.Reason));
    }

    /// <summary>A clock with one timer, which is called when the test says so.</summary>
    private sealed class ManualClock : TimeProvider, ITimer
    {
        private TimerCallback _callback = static _ => { };
        private object? _state;
        private long _now;

        public TimeSpan Due { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_callback, _state, Due) = (callback, state, dueTime);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Fire(TimeSpan after)
        {
            _now += after.Ticks;
            _callback(_state);
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
