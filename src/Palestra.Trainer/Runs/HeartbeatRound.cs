using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Runs;

/// <summary>
/// Publishes a heartbeat for each of the daemon's components of a run (its bus subscribers and the fast lane), and says
/// once when a subscriber stands still with events before it. The worker beats for itself. The supervisor's task only,
/// except <see cref="Newest"/>.
/// </summary>
internal sealed class HeartbeatRound(RunBus bus, Action<LogId, object?[]> note, RunServices services)
{
    private const string FastLane = "fast_lane";

    private readonly Dictionary<string, Standing> _standings = new(StringComparer.Ordinal);
    private readonly long _firstSeq = bus.Published;
    private IReadOnlyList<HeartbeatView> _newest = [];

    public IReadOnlyList<HeartbeatView> Newest => Volatile.Read(ref _newest);

    /// <summary>Notes how far each subscriber is: often, so that lag in time is known better than the interval of heartbeats.</summary>
    public void Mark()
    {
        var now = services.Clock.GetTimestamp();
        var published = bus.Published;
        foreach (var subscriber in bus.Subscribers)
        {
            var standing = _standings.GetValueOrDefault(subscriber.Name) ?? (_standings[subscriber.Name] = new Standing(published, now, subscriber.Cursor, now));
            if (subscriber.Cursor >= standing.Target)
            {
                (standing.Target, standing.TargetAt) = (published, now);
            }

            if (subscriber.Cursor != standing.Cursor || subscriber.Lag == 0)
            {
                (standing.Cursor, standing.MovedAt) = (subscriber.Cursor, now);
            }

            var still = services.Clock.GetElapsedTime(standing.MovedAt, now);
            var stalled = still > services.Heartbeats.StalledAfterTime;
            if (stalled != standing.Stalled)
            {
                standing.Stalled = stalled;
                note(stalled ? LogIds.HeartbeatStalled : LogIds.HeartbeatResumed, [subscriber.Name, Math.Round((stalled ? still : services.Clock.GetElapsedTime(standing.StalledAt, now)).TotalSeconds, 1)]);
                standing.StalledAt = now;
            }
        }
    }

    public void Beat(DurablePathStats durable, FastLaneView? lane)
    {
        var beats = new List<HeartbeatView>();
        foreach (var subscriber in bus.Subscribers)
        {
            var standing = _standings[subscriber.Name];
            var lagMs = subscriber.Cursor >= standing.Target ? 0 : services.Clock.GetElapsedTime(standing.TargetAt).TotalMilliseconds;
            var total = subscriber.Policy.OnFull == OnFull.Block ? durable.CommittedSteps : subscriber.Cursor - _firstSeq - subscriber.Dropped;
            beats.Add(Publish(subscriber.Name, subscriber.Cursor, Math.Max(0, total), subscriber.Dropped, lagMs, standing.Stalled));
        }

        if (lane is not null)
        {
            beats.Add(Publish(FastLane, lane.FramesWritten, lane.FramesRead, lane.FramesSkipped, lane.AgeMs ?? 0, !lane.Connected));
        }

        Volatile.Write(ref _newest, beats);
    }

    private HeartbeatView Publish(string component, long lastSeq, long total, long dropped, double lagMs, bool stalled)
    {
        var heartbeat = new Heartbeat { ComponentId = component, LastSeq = lastSeq, Total = total, Dropped = dropped, LagMs = lagMs, TimeUs = services.NowUs };
        bus.TryPublish(heartbeat, out _);
        return new HeartbeatView(component, lastSeq, total, dropped, lagMs, heartbeat.TimeUs, stalled);
    }

    private sealed class Standing(long target, long targetAt, long cursor, long movedAt)
    {
        public long Target { get; set; } = target;

        public long TargetAt { get; set; } = targetAt;

        public long Cursor { get; set; } = cursor;

        public long MovedAt { get; set; } = movedAt;

        public long StalledAt { get; set; } = movedAt;

        public bool Stalled { get; set; }
    }
}
