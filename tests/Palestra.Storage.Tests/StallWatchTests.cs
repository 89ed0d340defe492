namespace Palestra.Storage.Tests;

public sealed class StallWatchTests
{
    [Fact]
    public void A_timer_that_fires_a_little_early_delays_the_news_and_does_not_lose_it()
    {
        var clock = new HandClock();
        var news = new List<string?>();
        using var watch = new StallWatch(clock, news.Add);
        watch.Begin(TimeSpan.FromMilliseconds(10));

        clock.FireAt(TimeSpan.FromMilliseconds(9.6));
        Assert.Null(watch.Reason);
        Assert.Equal(TimeSpan.FromMilliseconds(1), clock.Due);

        clock.FireAt(TimeSpan.FromMilliseconds(10.6));
        Assert.Equal("The disk is slow: a transaction has been under way for more than 0.01 s.", watch.Reason);
        watch.Succeeded();
        Assert.Equal([false, true], news.Select(reason => reason is null));
    }

    [Fact]
    public void A_timer_of_an_attempt_that_is_over_says_nothing()
    {
        var clock = new HandClock();
        using var watch = new StallWatch(clock, _ => Assert.Fail("There is no news."));
        watch.Begin(TimeSpan.FromMilliseconds(10));
        watch.Succeeded();
        clock.FireAt(TimeSpan.FromMilliseconds(12));
        Assert.Null(watch.Reason);
    }

    /// <summary>A clock whose one timer fires when the test says so.</summary>
    private sealed class HandClock : TimeProvider, ITimer
    {
        private TimerCallback _callback = _ => { };
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

        public void FireAt(TimeSpan now)
        {
            _now = now.Ticks;
            _callback(_state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
