using static Palestra.Telemetry.LogSeverity;

namespace Palestra.Telemetry;

/// <summary>
/// The catalogue of log ids. Add freely; never reuse an id or change what it means. Records go to the log in the run's
/// file, at most one line in a heartbeat interval for what may happen often. What comes with every commit or every
/// viewer (<see cref="DbSinkCommit"/>, <see cref="RunBusSubscribed"/>, <see cref="RunBusUnsubscribed"/>) goes to the
/// daemon's own log instead, at debug, and costs nothing while that is off: a line about a commit would itself be committed.
/// </summary>
public static class LogIds
{
    private static readonly List<LogId> Defined = [];

    public static readonly LogId RunState = Define("LOG_RUN_STATE", "trainer", "lifecycle", LogScope.Run, Info, "{from} -> {to}: {reason}");
    public static readonly LogId RunQueued = Define("LOG_RUN_QUEUED", "trainer", "lifecycle", LogScope.Run, Info, "Waiting for a place: {reason}");
    public static readonly LogId RunRecovered = Define("LOG_RUN_RECOVERED", "trainer", "lifecycle", LogScope.Run, Info, "The daemon restarted and took the run up again in {state}.");

    public static readonly LogId SettingChanged = Define("LOG_SETTING_CHANGED", "trainer", "settings", LogScope.Run, Info, "{who} ({via}) changed {key} from {old} to {new}{when}.");

    public static readonly LogId WorkerStarted = Define("LOG_WORKER_STARTED", "trainer", "supervisor", LogScope.Worker, Info, "Worker process {pid} started.");
    public static readonly LogId WorkerStdout = Define("LOG_WORKER_STDOUT", "worker", "output", LogScope.Worker, Info, "{line}");
    public static readonly LogId WorkerStderr = Define("LOG_WORKER_STDERR", "worker", "output", LogScope.Worker, Warning, "{line}");
    public static readonly LogId WorkerOutputCut = Define("LOG_WORKER_OUTPUT_CUT", "trainer", "supervisor", LogScope.Worker, Warning, "Only the first {lines} lines are in this log (trainer.max_output_lines); the rest is in {path}.");
    public static readonly LogId WorkerExit = Define("LOG_WORKER_EXIT", "trainer", "supervisor", LogScope.Worker, Info, "Worker process {pid} ended: {how}.");
    public static readonly LogId WorkerUrged = Define("LOG_WORKER_URGED", "trainer", "supervisor", LogScope.Worker, Warning, "Worker process {pid} did not end by itself: sent {signal}.");
    public static readonly LogId WorkerLost = Define("LOG_WORKER_LOST", "trainer", "supervisor", LogScope.Worker, Error, "No sign of life from the worker for {seconds} s.");
    public static readonly LogId WorkerOrphaned = Define("LOG_WORKER_ORPHANED", "worker", "spool", LogScope.Worker, Warning, "No daemon for {seconds} s: {steps} steps are in the spool.");
    public static readonly LogId WorkerSpooling = Define("LOG_WORKER_SPOOLING", "worker", "spool", LogScope.Worker, Warning, "Steps go to the spool: {reason}.");
    public static readonly LogId WorkerSpoolFull = Define("LOG_WORKER_SPOOL_FULL", "worker", "spool", LogScope.Worker, Error, "The spool is full with {bytes} bytes: training waits.");
    public static readonly LogId WorkerSpoolFailed = Define("LOG_WORKER_SPOOL_FAILED", "worker", "spool", LogScope.Worker, Error, "The spool cannot be written, training waits when memory is full: {reason}");
    public static readonly LogId WorkerSpoolDrained = Define("LOG_WORKER_SPOOL_DRAINED", "worker", "spool", LogScope.Worker, Info, "The spool is empty again after {steps} steps.");

    public static readonly LogId SpoolTaken = Define("LOG_SPOOL_TAKEN", "trainer", "spool", LogScope.Worker, Info, "Took {steps} steps and {episodes} episodes from the spool of the worker; {duplicates} of its steps were here already, {lost} bytes at its end were torn.");
    public static readonly LogId SpoolRefused = Define("LOG_SPOOL_REFUSED", "trainer", "spool", LogScope.Worker, Error, "The spool of the worker was not taken in whole, {steps} steps were, and it stays at {path}: {reason}");

    public static readonly LogId WorkerBlocked = Define("LOG_WORKER_BLOCKED", "worker", "outbox", LogScope.Worker, Warning, "The outbox is full with {bytes} bytes: training waits for the daemon.");
    public static readonly LogId WorkerUnblocked = Define("LOG_WORKER_UNBLOCKED", "worker", "outbox", LogScope.Worker, Info, "Training goes on; since the last such report it waited {count} times, {ms} ms in all.");
    public static readonly LogId WorkerReconnected = Define("LOG_WORKER_RECONNECTED", "worker", "session", LogScope.Session, Info, "Connected to the daemon again; {steps} steps are resent.");

    public static readonly LogId TelemetryModeSet = Define("LOG_TELEMETRY_MODE", "worker", "lanes", LogScope.Worker, Info, "Telemetry mode is {mode} from here on; recording begins and ends with an episode.");
    public static readonly LogId StepsUnrecorded = Define("LOG_STEPS_UNRECORDED", "worker", "lanes", LogScope.Stream, Warning, "{steps} steps of stream {stream} after its step {seq} were not recorded: the telemetry mode was fast-lane-only.");

    public static readonly LogId SessionOpened = Define("LOG_SESSION_OPENED", "slow_lane", "session", LogScope.Session, Info, "Session opened by {worker}, resuming at {position}.");
    public static readonly LogId SessionClosed = Define("LOG_SESSION_CLOSED", "slow_lane", "session", LogScope.Session, Info, "Session closed: {reason}.");
    public static readonly LogId SessionRejected = Define("LOG_SESSION_REJECTED", "slow_lane", "session", LogScope.Session, Warning, "Session rejected: {reason}");
    public static readonly LogId MessageRejected = Define("LOG_SESSION_MESSAGE_REJECTED", "slow_lane", "session", LogScope.Session, Warning, "Message rejected: {reason}");
    public static readonly LogId CreditsStarved = Define("LOG_CREDITS_STARVED", "slow_lane", "credits", LogScope.Stream, Warning, "Stream {stream} has {credits} credits left.");
    public static readonly LogId CreditsRestored = Define("LOG_CREDITS_RESTORED", "slow_lane", "credits", LogScope.Stream, Info, "Stream {stream} has {credits} credits again.");

    public static readonly LogId DbSinkCommit = Define("LOG_DB_SINK_COMMIT", "durable_path", "writer", LogScope.Run, Debug, "Committed {steps} steps up to event {bus_seq} in {ms} ms.");
    public static readonly LogId DbSinkStalled = Define("LOG_DB_SINK_STALLED", "durable_path", "writer", LogScope.Run, Error, "Nothing can be written: {reason}");
    public static readonly LogId DbSinkResumed = Define("LOG_DB_SINK_RESUMED", "durable_path", "writer", LogScope.Run, Info, "Writing again after {seconds} s.");
    public static readonly LogId DbSinkDuplicate = Define("LOG_DB_SINK_DUPLICATE", "durable_path", "writer", LogScope.Stream, Debug, "Ignored {steps} steps of {stream} that are here already.");
    public static readonly LogId DbSinkGap = Define("LOG_DB_SINK_GAP", "durable_path", "writer", LogScope.Stream, Error, "Stream {stream} lacks steps {first} to {last}.");

    public static readonly LogId FastLaneConnected = Define("LOG_FASTLANE_CONNECTED", "fast_lane", "reader", LogScope.Run, Info, "Connected: {width} x {height}.");
    public static readonly LogId FastLaneDisconnected = Define("LOG_FASTLANE_DISCONNECTED", "fast_lane", "reader", LogScope.Run, Info, "Disconnected: {reason}.");
    public static readonly LogId FastLaneQueueDepth = Define("LOG_FASTLANE_QUEUE_DEPTH", "fast_lane", "reader", LogScope.Run, Warning, "{depth} frames are unread.");
    public static readonly LogId FastLaneReaderLag = Define("LOG_FASTLANE_READER_LAG", "fast_lane", "reader", LogScope.Run, Debug, "The reader skipped {frames} frames.");
    public static readonly LogId FastLaneWriterError = Define("LOG_FASTLANE_WRITER_ERROR", "fast_lane", "writer", LogScope.Run, Warning, "No frames: {reason}");

    public static readonly LogId RunBusOverflow = Define("LOG_RUNBUS_OVERFLOW", "run_bus", "publishers", LogScope.Subscriber, Warning, "Publishers waited {times} times for {subscriber}: its queue of {capacity} events was full.");
    public static readonly LogId RunBusLapped = Define("LOG_RUNBUS_LAPPED", "run_bus", "subscribers", LogScope.Subscriber, Warning, "Subscriber {subscriber} lost {events} events ({total} in all).");
    public static readonly LogId RunBusSubscribed = Define("LOG_RUNBUS_SUBSCRIBED", "run_bus", "subscribers", LogScope.Subscriber, Debug, "Subscriber {subscriber} joined at event {bus_seq}.");
    public static readonly LogId RunBusUnsubscribed = Define("LOG_RUNBUS_UNSUBSCRIBED", "run_bus", "subscribers", LogScope.Subscriber, Debug, "Subscriber {subscriber} left at event {bus_seq}.");

    public static readonly LogId HeartbeatStalled = Define("LOG_HEARTBEAT_STALLED", "health", "heartbeats", LogScope.Component, Warning, "{component} has been silent for {seconds} s.");
    public static readonly LogId HeartbeatResumed = Define("LOG_HEARTBEAT_RESUMED", "health", "heartbeats", LogScope.Component, Info, "{component} is back after {seconds} s.");

    /// <summary>All of them, in the order of the catalogue.</summary>
    public static IReadOnlyList<LogId> All => Defined;

    public static LogId? Find(string id) => Defined.Find(known => known.Id == id);

    private static LogId Define(string id, string component, string subComponent, LogScope scope, LogSeverity severity, string template)
    {
        var logId = new LogId(id, component, subComponent, scope, severity, template);
        Defined.Add(logId);
        return logId;
    }
}
