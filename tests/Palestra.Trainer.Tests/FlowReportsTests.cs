using System.Globalization;
using Palestra.FastLane;
using Palestra.Telemetry;
using Palestra.Trainer.Live;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Tests;

/// <summary>P-COUNT: what is lost on a lane is in the log, exact, and never a line for each loss.</summary>
public sealed class FlowReportsTests
{
    private readonly List<string> _said = [];

    [Fact]
    public async Task However_often_a_subscriber_is_lapped_it_is_one_line_an_interval_with_the_exact_count()
    {
        var bus = new RunBus(new RunBusSettings { Capacity = 64, LiveQueueSize = 8 });
        using var frozen = bus.Subscribe("live", QueuePolicy.DropOldest(8));
        var reports = Reports(bus, TimeSpan.FromHours(1));

        await PublishAsync(bus, 20);
        reports.Look();
        for (var i = 0; i < 5; i++)
        {
            await PublishAsync(bus, 3);
            reports.Look();
        }

        Assert.Equal(["LOG_RUNBUS_LAPPED: Subscriber live lost 12 events (12 in all)."], _said);
        reports.Look(final: true);
        Assert.Equal("LOG_RUNBUS_LAPPED: Subscriber live lost 15 events (27 in all).", _said[^1]);
        Assert.Equal(27, frozen.Dropped);
        reports.Look(final: true);
        Assert.Equal(2, _said.Count);
    }

    [Fact]
    public async Task Publishers_that_waited_are_named_with_the_subscriber_they_waited_for()
    {
        var bus = new RunBus(new RunBusSettings { Capacity = 64, LiveQueueSize = 8 });
        using var slow = bus.Subscribe("durable_path", QueuePolicy.Durable(8));
        var reports = Reports(bus, TimeSpan.FromHours(1));
        await PublishAsync(bus, 8);

        var waiting = bus.PublishAsync(Event()).AsTask();
        reports.Look();

        Assert.False(waiting.IsCompleted);
        Assert.Equal(["LOG_RUNBUS_OVERFLOW: Publishers waited 1 times for durable_path: its queue of 8 events was full."], _said);
        Assert.Equal(8, slow.Read(new BusEntry[8]));
        slow.Commit();
        await Eventually.InTimeAsync(waiting, "room");
    }

    [Fact]
    public async Task A_fast_lane_is_said_to_come_and_to_go_and_its_reader_to_lag()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var settings = new FastLaneSettings();
        var bus = new RunBus(new RunBusSettings());
        await using var frames = new FrameHub(path, new(new LiveSettings()), new(settings), TimeProvider.System);
        var reports = Reports(bus, TimeSpan.FromHours(1), frames);
        reports.Look();
        Assert.Empty(_said);

        using (FastLaneWriter.Create(path, 4, 3, 3, 8))
        {
            reports.Look();
            reports.Look();
            Assert.Equal(["LOG_FASTLANE_CONNECTED: Connected: 4 x 3."], _said);
        }

        reports.Look();
        Assert.Equal(2, _said.Count);
        Assert.StartsWith("LOG_FASTLANE_DISCONNECTED: Disconnected: ", _said[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_that_are_unread_while_somebody_watches_and_those_passed_over_are_said()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var frames = new FrameHub(path, new(new LiveSettings { RenderDelay = TimeSpan.FromSeconds(1) }), new(new FastLaneSettings()), TimeProvider.System);
        var reports = Reports(new RunBus(new RunBusSettings()), TimeSpan.Zero, frames, depthWarning: 3);
        using var writer = FastLaneWriter.Create(path, 4, 3, 3, 8);
        for (var i = 0; i < 6; i++)
        {
            writer.Publish(new byte[4 * 3 * 3], new FrameHud());
        }

        reports.Look();
        Assert.DoesNotContain(_said, s => s.StartsWith("LOG_FASTLANE_QUEUE_DEPTH", StringComparison.Ordinal));
        using var viewer = frames.Join();
        await Eventually.TrueAsync(
            () =>
            {
                writer.Publish(new byte[4 * 3 * 3], new FrameHud());
                reports.Look();
                return _said.Any(s => s.StartsWith("LOG_FASTLANE_READER_LAG: The reader skipped ", StringComparison.Ordinal))
                    && _said.Any(s => s.StartsWith("LOG_FASTLANE_QUEUE_DEPTH: ", StringComparison.Ordinal) && s.EndsWith("frames are unread.", StringComparison.Ordinal));
            },
            () => $"Said was only: {string.Join(" | ", _said)}");
    }

    private static ControlEvent Event() => new() { Kind = ControlKind.Rate, Reason = "a test", TimeUs = 1 };

    private static async Task PublishAsync(RunBus bus, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await bus.PublishAsync(Event(), TestContext.Current.CancellationToken);
        }
    }

    private FlowReports Reports(RunBus bus, TimeSpan interval, FrameHub? frames = null, int depthWarning = int.MaxValue) => new(
        bus, frames, (id, values) => _said.Add(string.Create(CultureInfo.InvariantCulture, $"{id.Id}: {id.Create(1, values).Message}")), () => interval, TimeProvider.System, () => depthWarning);
}
