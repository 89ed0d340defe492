using Palestra.Worker.Loop;

namespace Palestra.Worker.Tests;

public sealed class ObserverMeterTests
{
    private readonly SetClock _clock = new();

    [Fact]
    public void Each_lane_has_its_time_a_wait_for_the_pace_is_the_runs_own_and_a_pause_nobodys()
    {
        var meter = new ObserverMeter(_clock);
        meter.Begin();
        Spend(meter, LoopSection.SlowLane, 30);
        Spend(meter, LoopSection.FastLane, 20);
        Spend(meter, LoopSection.Paused, 900);
        _clock.Advance(50); // training, or waiting for the next step to be due
        Assert.Equal(new ObserverFigures(3, 2, 0.5), meter.Figures(10));
    }

    [Fact]
    public void A_wait_under_way_counts_already()
    {
        var meter = new ObserverMeter(_clock);
        meter.Begin();
        _clock.Advance(10);
        meter.Enter(LoopSection.SlowLane);
        _clock.Advance(90);
        Assert.Equal(new ObserverFigures(9, 0, 0.9), meter.Figures(10));
        meter.Leave();
        Assert.Equal(new ObserverFigures(9, 0, 0.9), meter.Figures(10));
    }

    [Fact]
    public void A_measured_step_stands_for_those_that_were_not()
    {
        var meter = new ObserverMeter(_clock);
        meter.Begin();
        var steps = 10 * ObserverMeter.SampleEvery;
        for (var step = 0; step < steps; step++)
        {
            var isSample = meter.IsSample();
            var since = meter.Now();
            _clock.Advance(2);
            if (isSample)
            {
                meter.AddSample(since);
            }
        }

        Assert.Equal(new ObserverFigures(2, 0, 1), meter.Figures(steps));
    }

    [Fact]
    public void Before_the_first_step_there_is_nothing_to_say() => Assert.Equal(default, new ObserverMeter(_clock).Figures(0));

    private void Spend(ObserverMeter meter, LoopSection section, long microseconds)
    {
        meter.Enter(section);
        _clock.Advance(microseconds);
        meter.Leave();
    }

    /// <summary>Stands still between two calls of <see cref="Advance"/>; a tick is a microsecond.</summary>
    private sealed class SetClock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => _now;

        public void Advance(long microseconds) => _now += microseconds;
    }
}
