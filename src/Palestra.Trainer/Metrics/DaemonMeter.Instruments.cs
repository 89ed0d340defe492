using System.Diagnostics.Metrics;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Metrics;

// What is measured. Names, units and kinds are OpenTelemetry's; labels are the run and, where it applies, the subscriber.
internal sealed partial class DaemonMeter
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>Creates the instruments that read these figures. Once.</summary>
    public void Observe(Func<SystemView> take)
    {
        _take = take;
        Level("palestra.disk.free", "By", "Free space where the data folder is.", s => s.Disk.FreeBytes);
        Level("palestra.worker.running", "{worker}", "Worker processes that are alive.", s => s.Workers.Running);
        Level("palestra.worker.connected", "{worker}", "Workers with a session.", s => s.Workers.Connected);
        Level("palestra.run.active", "{run}", "Runs that have not ended.", s => s.Runs.Count);
        Count("palestra.session.refused", "{session}", "Calls on the slow lane that never became a session.", s => s.RefusedSessions);
        ObserveLink();
        ObserveBus();
        ObserveDurablePath();
        ObserveViewers();
    }

    private void ObserveLink()
    {
        Level("palestra.worker.alive", null, "1 while the worker process of the run is alive.", r => r.Worker.Alive ? 1 : 0);
        Level("palestra.worker.unacknowledged", "{step}", "Steps the worker keeps until they are acknowledged.", r => r.Worker.UnacknowledgedSteps);
        Level("palestra.link.connected", null, "1 while the worker of the run has a session.", r => r.Link.Connected ? 1 : 0);
        Count("palestra.link.sessions", "{session}", "Sessions of the run's worker.", r => r.Link.Sessions);
        Count("palestra.step.received", "{step}", "Steps received, without duplicates.", r => r.Link.ReceivedSteps);
        Count("palestra.batch.received", "{batch}", "Batches received.", r => r.Link.ReceivedBatches);
        Count("palestra.step.duplicate", "{step}", "Steps that came again and were ignored.", r => r.Link.DuplicateSteps);
        Count("palestra.message.rejected", "{message}", "Messages that broke the rules of the wire.", r => r.Link.RejectedMessages);
        Gauge("palestra.step.rate", "{step}/s", "Steps a second, as live views show it.", r => r.StepsPerSecond);
        Level("palestra.credit.window", "{step}", "Steps a stream may have un-acknowledged.", r => r.Credits.WindowSteps);
        Gauge("palestra.credit.available", "{step}", "Credit the worker had left at its last heartbeat.", r => r.Worker.CreditsAvailable);
        Count("palestra.credit.grants", "{grant}", "Times credit was granted.", r => r.Credits.Grants);
    }

    private void ObserveBus()
    {
        Level("palestra.bus.capacity", "{event}", "Size of the ring.", r => r.Bus.Capacity);
        Count("palestra.bus.published", "{event}", "Events on the RunBus, over all lives of the run.", r => r.Bus.Published);
        Count("palestra.bus.publisher.waits", "{wait}", "Times a publisher waited for a full blocking subscriber.", r => r.Bus.PublisherWaits);
        Count("palestra.bus.refused", "{event}", "Notes of the daemon that found no room on the bus.", r => r.Bus.Refused);
        _meter.CreateObservableUpDownCounter(
            "palestra.subscriber.capacity", () => PerSubscriber(s => s.Policy.Capacity), "{event}", "Queue of the subscriber.");
        _meter.CreateObservableUpDownCounter(
            "palestra.subscriber.lag", () => PerSubscriber(s => s.Lag), "{event}", "Events that the subscriber has still to see or to skip.");
        _meter.CreateObservableCounter(
            "palestra.subscriber.dropped", () => PerSubscriber(s => s.Dropped), "{event}", "Events that left before the subscriber looked at them.");
    }

    private void ObserveDurablePath()
    {
        Level("palestra.durable.depth", "{event}", "Events that wait for the disk.", r => r.Durable.QueueEvents);
        Count("palestra.durable.committed", "{step}", "Steps on disk.", r => r.Durable.CommittedSteps);
        Count("palestra.durable.commits", "{commit}", "Transactions.", r => r.Durable.Commits);
        Count("palestra.durable.written", "By", "Bytes of blocks written.", r => r.Durable.BytesWritten);
        Count("palestra.durable.retries", "{attempt}", "Attempts to write that failed and were made again.", r => r.Durable.Retries);
        Count("palestra.durable.refused", "{event}", "Events the store refused because they broke a rule.", r => r.Durable.Refused);
        Level("palestra.durable.stalled", null, "1 while nothing can be written.", r => r.Durable.StalledReason is null ? 0 : 1);
    }

    private void ObserveViewers()
    {
        Level("palestra.viewer.live", "{viewer}", "Viewers of the run's figures.", r => r.Viewers.Live);
        Level("palestra.viewer.frames", "{viewer}", "Viewers of the run's frames.", r => r.Viewers.Frames);
        Count("palestra.viewer.conflated", "{change}", "Changes and frames that viewers got only as part of later ones.", r => r.Viewers.Conflated);
        Level("palestra.fast_lane.connected", null, "1 while the reader sees a live writer.", r => r.FastLane is { } lane ? lane.Connected ? 1 : 0 : null);
        Count("palestra.fast_lane.written", "{frame}", "Frames the worker published.", r => r.FastLane?.FramesWritten);
        Count("palestra.fast_lane.read", "{frame}", "Frames the daemon read.", r => r.FastLane?.FramesRead);
        Count("palestra.fast_lane.skipped", "{frame}", "Frames passed over because a newer one was there.", r => r.FastLane?.FramesSkipped);
        Count("palestra.fast_lane.reconnects", "{reconnect}", "Times the reader came over to a new writer.", r => r.FastLane?.Reconnects);
        Level("palestra.fast_lane.depth", "{frame}", "Frames written and neither read nor passed over.", r => r.FastLane?.Depth);
        Gauge("palestra.fast_lane.age", "s", "Age of the newest frame.", r => r.FastLane?.AgeMs / MillisecondsPerSecond);
    }

    private void Level(string name, string unit, string description, Func<SystemView, long> figure) =>
        _meter.CreateObservableUpDownCounter(name, () => figure(Figures()), unit, description);

    private void Count(string name, string unit, string description, Func<SystemView, long> figure) =>
        _meter.CreateObservableCounter(name, () => figure(Figures()), unit, description);

    private void Level(string name, string? unit, string description, Func<PipelineView, long?> figure) =>
        _meter.CreateObservableUpDownCounter(name, () => PerRun(figure), unit, description);

    private void Count(string name, string unit, string description, Func<PipelineView, long?> figure) =>
        _meter.CreateObservableCounter(name, () => PerRun(figure), unit, description);

    private void Gauge(string name, string unit, string description, Func<PipelineView, double?> figure) =>
        _meter.CreateObservableGauge(name, () => PerRun(figure), unit, description);

    /// <summary>What does not apply to a run, or is not known, is left out rather than shown as 0.</summary>
    private IEnumerable<Measurement<T>> PerRun<T>(Func<PipelineView, T?> figure)
        where T : struct =>
        from run in Figures().Runs
        let value = figure(run)
        where value.HasValue
        select new Measurement<T>(value.Value, new KeyValuePair<string, object?>(RunIdLabel, run.RunId));

    // Names of subscribers are for people and need not be unique; one series may stand only once.
    private IEnumerable<Measurement<long>> PerSubscriber(Func<SubscriberView, long> figure) =>
        from run in Figures().Runs
        from subscribers in run.Subscribers.GroupBy(s => s.Name, StringComparer.Ordinal)
        select new Measurement<long>(
            subscribers.Sum(figure),
            new KeyValuePair<string, object?>(RunIdLabel, run.RunId), new KeyValuePair<string, object?>(SubscriberLabel, subscribers.Key));
}
