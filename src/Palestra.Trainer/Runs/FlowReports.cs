using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Live;

namespace Palestra.Trainer.Runs;

/// <summary>
/// Says in the run's log what was lost or held up on its lanes: exact counts, and at most one line for each in an
/// interval, however much happens (P-COUNT). The supervisor's task only.
/// </summary>
/// <param name="depthWarning">Unread frames that are worth a line while somebody watches.</param>
internal sealed class FlowReports(
    RunBus bus, FrameHub? frames, Action<LogId, object?[]> note, Func<TimeSpan> interval, TimeProvider clock, Func<int> depthWarning)
{
    private readonly Dictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private readonly Dictionary<LogId, long> _saidAt = [];
    private long _waits;
    private long _skipped;
    private bool _laneConnected;

    /// <param name="final">The last look: what happened since the last line is said whatever its age.</param>
    public void Look(bool final = false)
    {
        LookAtBus(final);
        if (frames is not null)
        {
            LookAtLane(frames.LookAtLane(), frames.Viewers, final);
        }
    }

    private void LookAtBus(bool final)
    {
        var status = bus.Status;
        if (status.PublisherWaits > _waits && MaySay(LogIds.RunBusOverflow, final))
        {
            var full = status.Subscribers.Where(s => s.Policy.OnFull == OnFull.Block).MaxBy(s => s.Lag);
            note(LogIds.RunBusOverflow, [status.PublisherWaits - _waits, full?.Name ?? "a subscriber that has left", full?.Policy.Capacity ?? 0]);
            _waits = status.PublisherWaits;
        }

        var lapped = status.Subscribers.Where(s => s.Dropped > _dropped.GetValueOrDefault(s.Name)).ToArray();
        if (lapped.Length > 0 && MaySay(LogIds.RunBusLapped, final))
        {
            foreach (var subscriber in lapped)
            {
                note(LogIds.RunBusLapped, [subscriber.Name, subscriber.Dropped - _dropped.GetValueOrDefault(subscriber.Name), subscriber.Dropped]);
                _dropped[subscriber.Name] = subscriber.Dropped;
            }
        }
    }

    private void LookAtLane((FastLaneView Figures, string? Reason)? lane, int viewers, bool final)
    {
        var connected = lane?.Figures.Connected == true;
        if (connected != _laneConnected)
        {
            _laneConnected = connected;
            if (connected)
            {
                note(LogIds.FastLaneConnected, [lane!.Value.Figures.Width, lane.Value.Figures.Height]);
            }
            else
            {
                note(LogIds.FastLaneDisconnected, [lane?.Reason?.TrimEnd('.') ?? "the lane is gone"]);
            }
        }

        if (lane?.Figures.FramesSkipped is { } skipped && skipped > _skipped && MaySay(LogIds.FastLaneReaderLag, final))
        {
            note(LogIds.FastLaneReaderLag, [skipped - _skipped]);
            _skipped = skipped;
        }

        // Frames that nobody wants to see are not unread: the writer goes round and round.
        if (viewers > 0 && lane?.Figures.Depth is { } depth && depth > depthWarning() && MaySay(LogIds.FastLaneQueueDepth, final))
        {
            note(LogIds.FastLaneQueueDepth, [depth]);
        }
    }

    private bool MaySay(LogId id, bool final)
    {
        var now = clock.GetTimestamp();
        if (!final && _saidAt.TryGetValue(id, out var at) && clock.GetElapsedTime(at, now) < interval())
        {
            return false;
        }

        _saidAt[id] = now;
        return true;
    }
}
