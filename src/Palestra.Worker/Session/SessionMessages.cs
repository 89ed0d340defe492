using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Wire;
using Palestra.Worker.Loop;
using Palestra.Worker.Outgoing;
using V1 = Palestra.Wire.V1;

namespace Palestra.Worker.Session;

/// <summary>The worker's words for the messages of <c>palestra.v1</c>.</summary>
internal static class SessionMessages
{
    public const uint Protocol = 1;

    public static V1.WorkerMessage Hello(WorkerOptions options, string token) => new()
    {
        Hello = new V1.Hello
        {
            RunId = options.RunId.Value,
            Protocol = Protocol,
            Software = options.Software,
            Pid = (uint)Environment.ProcessId,
            Host = Environment.MachineName,
            Token = token,
        },
    };

    public static V1.WorkerMessage Of(TelemetryEvent item) => item switch
    {
        StepBatch batch => new() { Steps = WireMap.ToProto(batch) },
        EpisodeFinalized episode => new() { Episode = WireMap.ToProto(episode) },
        LogRecord record => new() { Log = WireMap.ToProto(record) },
        _ => throw new ArgumentException($"{item.GetType().Name} does not go from a worker to the daemon.", nameof(item)),
    };

    public static V1.WorkerMessage Paused(bool paused) => new() { State = new V1.StateReport { Paused = paused } };

    public static V1.WorkerMessage Finished(LoopEnd end, Outbox outbox, RunFigures figures)
    {
        var finished = new V1.Finished
        {
            Outcome = end.Outcome switch
            {
                RunOutcome.Succeeded => V1.Outcome.Succeeded,
                RunOutcome.Cancelled => V1.Outcome.Cancelled,
                _ => V1.Outcome.Failed,
            },
            Reason = end.Reason,
        };
        finished.Totals.AddRange(outbox.Totals.Select(t => new V1.StreamTotal
        {
            AgentId = t.Stream.AgentId,
            Slot = (uint)t.Stream.Slot,
            LastSeq = (ulong)t.Total.Seq,
            Episodes = (ulong)t.Total.Episodes,
        }));
        AddObserver(finished.Figures, figures);
        return new() { Finished = finished };
    }

    public static V1.WorkerMessage Heartbeat(
        RunFigures figures, OutboxStats outbox, long logRecordsDropped, long frames, long sessions, LaneSwitch lanes, long nowUs)
    {
        var heartbeat = new V1.Heartbeat
        {
            ComponentId = "worker",
            LastSeq = (ulong)figures.Steps,
            Total = (ulong)figures.Steps,
            Dropped = (ulong)logRecordsDropped,
            LagMs = outbox.OldestUs == 0 ? 0 : Math.Max(0, nowUs - outbox.OldestUs) / 1000.0,
            TimeUs = nowUs,
            UnacknowledgedSteps = (ulong)outbox.UnacknowledgedSteps,
        };
        heartbeat.Figures["credits.available"] = outbox.CreditsAvailable;
        heartbeat.Figures["outbox.bytes"] = outbox.KeptBytes;
        heartbeat.Figures["outbox.blockings"] = outbox.Blockings;
        heartbeat.Figures["spool.bytes"] = outbox.SpoolBytes;
        heartbeat.Figures["blocked_ms"] = outbox.Blocked.TotalMilliseconds;
        heartbeat.Figures["episodes"] = figures.Episodes;
        heartbeat.Figures["steps_per_second"] = figures.StepsPerSecond;
        heartbeat.Figures["frames.published"] = frames;
        heartbeat.Figures["sessions"] = sessions;
        heartbeat.Figures["telemetry.mode"] = (double)Mode(lanes.Mode);
        heartbeat.Figures["unrecorded.steps"] = lanes.UnrecordedSteps;
        AddObserver(heartbeat.Figures, figures);
        if (!double.IsNaN(figures.RollingReturn))
        {
            heartbeat.Figures["rolling_return"] = figures.RollingReturn;
        }

        return new() { Heartbeat = heartbeat };
    }

    /// <returns><c>null</c> for none, and for one that a newer daemon may know.</returns>
    public static TelemetryMode? Mode(V1.TelemetryMode mode) => mode switch
    {
        V1.TelemetryMode.FastLaneOnly => TelemetryMode.FastLaneOnly,
        V1.TelemetryMode.DualPath => TelemetryMode.DualPath,
        V1.TelemetryMode.DurableOnly => TelemetryMode.DurableOnly,
        _ => null,
    };

    private static V1.TelemetryMode Mode(TelemetryMode mode) => mode switch
    {
        TelemetryMode.FastLaneOnly => V1.TelemetryMode.FastLaneOnly,
        TelemetryMode.DualPath => V1.TelemetryMode.DualPath,
        _ => V1.TelemetryMode.DurableOnly,
    };

    private static void AddObserver(Google.Protobuf.Collections.MapField<string, double> into, RunFigures figures)
    {
        var observer = figures.Observer.Figures(figures.Steps);
        into["observer.slow_lane_us_per_step"] = observer.SlowLaneUsPerStep;
        into["observer.fast_lane_us_per_step"] = observer.FastLaneUsPerStep;
        into["observer.share"] = observer.Share;
    }

    /// <summary>Positions from the wire; an impossible one ends up beyond what this worker made, and is refused there.</summary>
    public static IEnumerable<(StreamKey Stream, StreamMark Durable)> Marks(IEnumerable<V1.StreamPosition> positions) =>
        positions.Select(p => (
            new StreamKey(p.AgentId, (int)Math.Min(p.Slot, StreamKey.MaxSlot)),
            new StreamMark((long)Math.Min(p.DurableSeq, long.MaxValue), (long)Math.Min(p.DurableEpisodes, long.MaxValue))));
}
