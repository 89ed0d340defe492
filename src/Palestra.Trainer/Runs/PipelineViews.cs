using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Runs;

/// <summary>The counters of a live run as the system page shows them.</summary>
internal static class PipelineViews
{
    public static PipelineView From(ActiveRun run)
    {
        var bus = run.Pipeline.Bus;
        var durable = run.Pipeline.Stats;
        var heartbeat = run.LastHeartbeat;
        return new PipelineView
        {
            RunId = run.Id.Value,
            State = run.State.ToString(),
            StepsPerSecond = run.Live.StepsPerSecond,
            Health = run.Health,
            Heartbeats = run.Heartbeats,
            Worker = new PipelineWorkerView(
                run.WorkerPid, run.WorkerAlive, heartbeat?.TimeUs, (long?)heartbeat?.UnacknowledgedSteps,
                Figure("credits.available"), Figure("outbox.bytes"), Figure("spool.bytes"), Figure("blocked_ms")),
            Observer = ObserverView.From(heartbeat?.Figures),
            Link = new LinkView
            {
                Connected = run.Connected,
                SinceUs = run.LinkSinceUs,
                Sessions = run.Sessions,
                ReceivedSteps = run.Intake.Steps,
                ReceivedBatches = run.Intake.Batches,
                DuplicateSteps = run.Intake.DuplicateSteps,
                RejectedMessages = run.RejectedMessages,
            },
            Bus = new BusView(bus.Capacity, bus.Published, bus.Status.PublisherWaits, bus.Status.Refused),
            Subscribers = [.. bus.Subscribers.Select(From)],
            Durable = new DurableView
            {
                QueueEvents = durable.QueueEvents,
                CommittedSteps = durable.CommittedSteps,
                Commits = durable.Commits,
                LastCommitMs = durable.LastCommitMs,
                P50CommitMs = durable.P50CommitMs,
                P99CommitMs = durable.P99CommitMs,
                CommitDuration = run.Pipeline.CommitTimes,
                BytesWritten = durable.BytesWritten,
                Retries = durable.Retries,
                Refused = durable.Refused,
                StalledReason = durable.StalledReason,
            },
            Credits = new CreditsView(run.CreditWindow, run.Grants),
            FastLane = (run.Commands.Mode ?? run.Manifest.TelemetryMode) == TelemetryMode.DurableOnly ? null : run.Frames?.Figures(),
            Viewers = new ViewersView(run.LiveViewers, run.Frames?.Viewers ?? 0, run.ConflatedChanges + (run.Frames?.Conflated ?? 0)),
        };

        double? Figure(string name) => heartbeat?.Figures.TryGetValue(name, out var value) == true ? value : null;
    }

    private static SubscriberView From(SubscriberStatus subscriber) => new(
        subscriber.Name,
        new PolicyView(subscriber.Policy.Capacity, subscriber.Policy.OnFull == OnFull.Block ? "block" : "drop_oldest"),
        subscriber.Cursor, subscriber.Lag, subscriber.Dropped, subscriber.Waiting);
}
