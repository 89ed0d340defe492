using System.Text.Json;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Worker.Frames;
using Palestra.Worker.Loop;
using Palestra.Worker.Outgoing;
using Palestra.Worker.Session;
using V1 = Palestra.Wire.V1;

namespace Palestra.Worker;

/// <summary>One run from its manifest to its end.</summary>
public static class WorkerProcess
{
    /// <summary>
    /// Executes the run: trains on a thread of its own, streams to the daemon, survives the daemon's absence, saves the
    /// learner, and ends when the daemon has everything on disk.
    /// </summary>
    /// <param name="stop">Asks for a good end, as SIGTERM does.</param>
    /// <returns>A <see cref="WorkerExitCode"/>.</returns>
    public static async Task<int> RunAsync(WorkerOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options with { Error = new BestEffortWriter(options.Error) };
        if (ReadManifest(options) is not { } manifest)
        {
            return WorkerExitCode.BadInput;
        }

        using var control = new LoopControl { RateHz = manifest.RateHz };
        var spoolFile = options.DataRoot.Run(options.RunId).SpoolFile;
        var limits = new OutboxLimits(options.Worker.OutboxBytes, spoolFile, options.Worker.SpoolBytes) { Retry = options.Worker.SpoolRetry };
        using var outbox = new Outbox(limits, options.Clock);
        var figures = new RunFigures { Observer = new ObserverMeter(options.Clock) };
        var log = new WorkerLog(options.Worker.OutboxLogRecords);
        using var blocks = new BlockReport(log, () => outbox.Stats.KeptBytes, options.Heartbeat.Interval, options.Clock);
        outbox.BlockedChanged = blocks.Changed;
        outbox.SpoolChanged = (id, value) => log.Add(id.Create(UnixTime.NowUs(options.Clock), value));
        var lanes = new LaneSwitch(manifest.TelemetryMode)
        {
            StretchEnded = (stream, seq, steps) => log.Add(LogIds.StepsUnrecorded.Create(UnixTime.NowUs(options.Clock), steps, stream, seq)),
        };
        using var frames = new FramePublisher(manifest.FastLanePath, options.FastLane, options.Clock, log, lanes);
        using var session = new SessionClient(options, outbox, log, control, figures, frames, lanes);
        using var asked = stop.Register(() => control.RequestStop("The worker was told to stop."));
        using var signals = options.HandleSignals ? new StopSignals(control, options.Error) : null;

        using var abort = new CancellationTokenSource();
        var sessions = session.RunAsync(abort.Token);
        if (!await IsWelcomedAsync(session, sessions, control).ConfigureAwait(false))
        {
            return await NeverBegunAsync(options, sessions, abort).ConfigureAwait(false);
        }

        var loop = new TrainingLoop(manifest, options, control, figures, frames, session.ReportPaused);
        var training = Task.Factory.StartNew(
            () => loop.Run(() => RunSetup.Create(manifest, options, outbox, figures, lanes)),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (await Task.WhenAny(training, sessions).ConfigureAwait(false) == sessions)
        {
            // Nobody to train for: the learner is saved, the environments are closed.
            control.RequestStop((await sessions.ConfigureAwait(false)).Reason);
        }

        var end = await training.ConfigureAwait(false);
        if (end.Error is not null)
        {
            await options.Error.WriteLineAsync(end.Error.ToString()).ConfigureAwait(false);
        }

        blocks.Flush();
        outbox.Seal();
        session.Finish(end);
        return ExitCode(options, await sessions.ConfigureAwait(false), end, outbox, log, figures);
    }

    private static RunManifest? ReadManifest(WorkerOptions options)
    {
        var file = options.DataRoot.Run(options.RunId).ManifestFile;
        try
        {
            if (JsonSerializer.Deserialize<RunManifest>(File.ReadAllBytes(file), RunManifest.Json) is not { } manifest)
            {
                options.Error.WriteLine($"The manifest '{file}' is empty.");
                return null;
            }

            if (manifest.NumEnvs is < 1 or > StreamKey.MaxSlot + 1)
            {
                options.Error.WriteLine($"The manifest '{file}' asks for {manifest.NumEnvs} environments: 1 to {StreamKey.MaxSlot + 1} are allowed.");
                return null;
            }

            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            options.Error.WriteLine($"The manifest '{file}' of run '{options.RunId}' cannot be read: {e.Message}");
            return null;
        }
    }

    private static async Task<bool> IsWelcomedAsync(SessionClient session, Task sessions, LoopControl control)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = control.Stopping.Register(stopped.SetResult);
        await Task.WhenAny(session.Welcomed, sessions, stopped.Task).ConfigureAwait(false);
        return session.Welcomed.IsCompleted;
    }

    private static async Task<int> NeverBegunAsync(WorkerOptions options, Task<SessionEnd> sessions, CancellationTokenSource abort)
    {
        if (sessions.IsCompleted)
        {
            var end = await sessions.ConfigureAwait(false);
            options.Error.WriteLine(end.Reason);
            return end.Kind is SessionEndKind.Orphaned ? WorkerExitCode.Orphaned : WorkerExitCode.Failed;
        }

        await abort.CancelAsync().ConfigureAwait(false);
        await ((Task)sessions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        options.Error.WriteLine("The worker was stopped before it had found its daemon.");
        return WorkerExitCode.Failed;
    }

    private static int ExitCode(WorkerOptions options, SessionEnd session, LoopEnd end, Outbox outbox, WorkerLog log, RunFigures figures)
    {
        switch (session.Kind)
        {
            case SessionEndKind.Farewell:
                outbox.DropSpool();
                return end.Outcome is RunOutcome.Failed ? WorkerExitCode.Failed : WorkerExitCode.Ended;
            case SessionEndKind.Orphaned:
                options.Error.WriteLine($"{session.Reason} {Leave(options, end, outbox, log, figures)}");
                return WorkerExitCode.Orphaned;
            case SessionEndKind.Broken:
                options.Error.WriteLine(session.Reason);
                return WorkerExitCode.Failed;
            default:
                options.Error.WriteLine($"The daemon refuses this worker: {session.Reason}");
                return WorkerExitCode.Failed;
        }
    }

    /// <summary>Leaves to the next daemon what this one did not take.</summary>
    /// <returns>A sentence on what was left, and where.</returns>
    private static string Leave(WorkerOptions options, LoopEnd end, Outbox outbox, WorkerLog log, RunFigures figures)
    {
        var steps = outbox.Stats.UnacknowledgedSteps;
        log.Add(LogIds.WorkerOrphaned.Create(UnixTime.NowUs(options.Clock), options.Worker.OrphanTimeout.TotalSeconds, steps));
        var lastWords = new List<V1.WorkerMessage>();
        while (log.TryTake(out var record))
        {
            lastWords.Add(SessionMessages.Of(record));
        }

        lastWords.Add(SessionMessages.Finished(end, outbox, figures));
        return outbox.Leave(lastWords) is { } problem
            ? $"{steps} steps were never acknowledged and are lost as far as they are not in the spool: {problem}"
            : $"{steps} steps were never acknowledged: they are in '{options.DataRoot.Run(options.RunId).SpoolFile}', for the next daemon.";
    }
}
