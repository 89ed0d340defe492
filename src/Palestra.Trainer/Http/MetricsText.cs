using System.Globalization;
using System.Text;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Http;

/// <summary>The figures of <see cref="SystemView"/> as Prometheus text (exposition format 0.0.4).</summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private const double MillisecondsPerSecond = 1000;

    private readonly Dictionary<string, StringBuilder> _families = [];

    public static string Of(SystemView system)
    {
        var text = new MetricsText();
        text.Add("palestra_disk_free_bytes", "gauge", "Free space where the data folder is.", system.Disk.FreeBytes);
        text.Add("palestra_workers_running", "gauge", "Worker processes that are alive.", system.Workers.Running);
        text.Add("palestra_workers_connected", "gauge", "Workers with a session.", system.Workers.Connected);
        text.Add("palestra_sessions_refused_total", "counter", "Calls on the slow lane that never became a session.", system.RefusedSessions);
        text.Add("palestra_runs_active", "gauge", "Runs that have not ended.", system.Runs.Count);
        foreach (var run in system.Runs)
        {
            text.Add(run);
        }

        return string.Concat(text._families.Values.Select(f => f.ToString()));
    }

    private void Add(PipelineView run)
    {
        (string, string)[] id = [("run_id", run.RunId)];
        Add("palestra_link_connected", "gauge", "1 while the worker of the run has a session.", run.Link.Connected ? 1 : 0, id);
        Add("palestra_link_sessions_total", "counter", "Sessions of the run's worker.", run.Link.Sessions, id);
        Add("palestra_received_steps_total", "counter", "Steps received, without duplicates.", run.Link.ReceivedSteps, id);
        Add("palestra_received_batches_total", "counter", "Batches received.", run.Link.ReceivedBatches, id);
        Add("palestra_duplicate_steps_total", "counter", "Steps that came again and were ignored.", run.Link.DuplicateSteps, id);
        Add("palestra_rejected_messages_total", "counter", "Messages that broke the rules of the wire.", run.Link.RejectedMessages, id);
        Add("palestra_bus_published_total", "counter", "Events on the RunBus.", run.Bus.Published, id);
        Add("palestra_bus_publisher_waits_total", "counter", "Times a publisher waited for a full blocking subscriber.", run.Bus.PublisherWaits, id);
        Add("palestra_bus_refused_total", "counter", "Notes of the daemon that found no room on the bus.", run.Bus.Refused, id);
        foreach (var subscriber in run.Subscribers)
        {
            (string, string)[] who = [("run_id", run.RunId), ("subscriber", subscriber.Name)];
            Add("palestra_subscriber_lag_events", "gauge", "Events published that the subscriber is not done with.", subscriber.Lag, who);
            Add("palestra_subscriber_dropped_events_total", "counter", "Events that left before the subscriber looked at them.", subscriber.Dropped, who);
        }

        Add("palestra_durable_queue_events", "gauge", "Events that wait for the disk.", run.Durable.QueueEvents, id);
        Add("palestra_durable_committed_steps_total", "counter", "Steps on disk.", run.Durable.CommittedSteps, id);
        Add("palestra_durable_commits_total", "counter", "Transactions.", run.Durable.Commits, id);
        Add("palestra_durable_bytes_written_total", "counter", "Bytes of blocks written.", run.Durable.BytesWritten, id);
        Add("palestra_durable_commit_seconds_p50", "gauge", "Median time of a transaction.", run.Durable.P50CommitMs / MillisecondsPerSecond, id);
        Add("palestra_durable_commit_seconds_p99", "gauge", "99th percentile of the time of a transaction.", run.Durable.P99CommitMs / MillisecondsPerSecond, id);
        Add("palestra_durable_retries_total", "counter", "Attempts to write that failed and were made again.", run.Durable.Retries, id);
        Add("palestra_durable_refused_total", "counter", "Events the store refused because they broke a rule.", run.Durable.Refused, id);
        Add("palestra_durable_stalled", "gauge", "1 while nothing can be written.", run.Durable.StalledReason is null ? 0 : 1, id);
        Add("palestra_credit_grants_total", "counter", "Times credit was granted.", run.Credits.Grants, id);
        Add("palestra_viewers_conflated_total", "counter", "Changes and frames viewers got only as part of later ones.", run.Viewers.Conflated, id);
        if (run.FastLane is { } lane)
        {
            Add("palestra_fastlane_frames_written_total", "counter", "Frames the worker published.", lane.FramesWritten, id);
            Add("palestra_fastlane_frames_read_total", "counter", "Frames the daemon read.", lane.FramesRead, id);
            Add("palestra_fastlane_frames_skipped_total", "counter", "Frames passed over because a newer one was there.", lane.FramesSkipped, id);
            Add("palestra_fastlane_reconnects_total", "counter", "Times the reader came over to a new writer.", lane.Reconnects, id);
        }
    }

    private void Add(string name, string type, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (!_families.TryGetValue(name, out var family))
        {
            family = _families[name] = new StringBuilder($"# HELP {name} {help}\n# TYPE {name} {type}\n");
        }

        family.Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            family.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escape(labels[i].Value)).Append('"');
        }

        family.Append(labels.Length > 0 ? "} " : " ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
