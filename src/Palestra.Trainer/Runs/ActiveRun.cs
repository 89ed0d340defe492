using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Ingest;
using Palestra.Trainer.Live;
using Palestra.Trainer.Workers;

namespace Palestra.Trainer.Runs;

/// <summary>
/// A run that has not ended: everything that flows, and who may move it. Thread-safe. States change in one place
/// (<see cref="MoveAsync"/>); the end is decided either by the worker's Finished (its session) or by the supervisor.
/// </summary>
internal sealed partial class ActiveRun : IAsyncDisposable
{
    private readonly RunServices _services;
    private readonly RunStateMachine _machine;
    private readonly SemaphoreSlim _moves = new(1, 1);
    private readonly CoalescingSignal _wake = new();
    private readonly FlowReports _flow;
    private readonly StreamReports _streamReports;
    private readonly SubscriberLog _subscribers;
    private RunStanding _standing;
    private long _version;

    private ActiveRun(RunManifest manifest, RunFile file, RunSummary? earlier, IReadOnlyList<double> earlierReturns, IReadOnlyDictionary<string, double> figures, RunServices services)
    {
        _services = services;
        Manifest = manifest;
        Id = RunId.Parse(manifest.RunId);
        Folder = services.Root.Run(Id);
        _machine = new RunStateMachine(earlier?.State);
        _standing = new RunStanding(earlier?.State ?? RunState.INIT, null, earlier?.Reason, null);
        StartedUs = earlier?.StartedUs;
        Pipeline = new RunPipeline(file, services);
        Intake = new Intake(file.Positions, manifest.NumEnvs, () => services.Scheduler.MaxStreams);
        Commands = RunCommands.From(manifest, earlier?.State == RunState.PAUSE, figures);
        Live = new LiveView(Pipeline.Bus, services.Settings.Bus, earlierReturns, services.Clock);
        Frames = manifest.FastLanePath is { } path ? new FrameHub(path, services.Settings.Live, services.Settings.FastLane, services.Clock) : null;
        _workerInterval = IntervalOf(manifest);
        _health = new HealthFacts(() => services.NowUs);
        _heartbeats = new HeartbeatRound(Pipeline.Bus, (id, values) => Note(id, values), services);
        _flow = new FlowReports(Pipeline.Bus, Frames, (id, values) => Note(id, values), () => services.Heartbeats.Interval, services.Clock, () => services.Live.FrameDepthWarning);
        _streamReports = new StreamReports(() => services.Credits, (id, values) => NoteSurely(id, values), () => services.Heartbeats.Interval, services.Clock);
        _subscribers = new SubscriberLog(Pipeline.Bus, Id.Value, services.Log);
        Pipeline.OnDurable = Acknowledge;
        Pipeline.OnStalled = OnStalled;
        Pipeline.OnRefused = OnRefused;
    }

    public RunId Id { get; }

    public RunManifest Manifest { get; }

    public RunFolder Folder { get; }

    public RunPipeline Pipeline { get; }

    public Intake Intake { get; }

    public RunCommands Commands { get; }

    public LiveView Live { get; }

    public FrameHub? Frames { get; }

    /// <summary>Where it stands; an end is seen only once it is on disk.</summary>
    public RunStanding Standing => Volatile.Read(ref _standing);

    public RunState State => Standing.State;

    public RunOutcome? Outcome => Standing.Outcome;

    public string? Reason => Standing.Reason;

    public long? EndedUs => Standing.EndedUs;

    /// <summary>When it went to EXEC for the first time: microseconds since the Unix epoch.</summary>
    public long? StartedUs { get; private set; }

    /// <summary>Grows whenever something that a viewer may show has changed.</summary>
    public long Version => Interlocked.Read(ref _version) + Pipeline.Commits + Live.Version;

    /// <summary>Told of each change of state and of the summary.</summary>
    public Action<ActiveRun>? OnChanged { get; set; }

    /// <summary>Makes the folder, <c>run.json</c> and <c>run.db</c> of a new run.</summary>
    /// <exception cref="RunFileException">The disk does not take it.</exception>
    public static async Task<ActiveRun> CreateAsync(RunManifest manifest, RunServices services)
    {
        var folder = services.Root.Run(RunId.Parse(manifest.RunId));
        Directory.CreateDirectory(folder.ArtifactsFolder);
        RunManifestFile.Write(folder, manifest);
        var run = new ActiveRun(manifest, RunFile.Create(folder, manifest, services.Settings.Storage, services.Clock), null, [], new Dictionary<string, double>(), services);
        await run.MoveAsync(RunState.INIT, null, "Submitted.");
        return run;
    }

    /// <summary>Takes up a run that an earlier daemon left.</summary>
    /// <exception cref="RunFileException">Its file cannot be used.</exception>
    public static async Task<ActiveRun> AdoptAsync(RunFolder folder, RunServices services)
    {
        RunManifest manifest;
        RunSummary summary;
        double[] returns;
        IReadOnlyDictionary<string, double> figures;
        using (var reader = RunReader.Open(folder))
        {
            manifest = reader.Manifest;
            summary = reader.Summary();
            figures = reader.Figures();
            returns = [.. reader.Episodes(LiveView.RollingEpisodes).Episodes.Select(e => e.Episode.Return).Reverse()];
        }

        var run = new ActiveRun(manifest, RunFile.Open(folder, services.Settings.Storage, services.Clock), summary, returns, figures, services);
        if (summary.State is null)
        {
            await run.MoveAsync(RunState.INIT, null, "Submitted to a daemon that ended before it could say so.");
        }

        return run;
    }

    /// <summary>Says what the run waits for, without a change of state.</summary>
    public void Wait(string reason)
    {
        if (State == RunState.INIT && Reason != reason)
        {
            Volatile.Write(ref _standing, Standing with { Reason = reason });
            Note(LogIds.RunQueued, reason);
            RunLog.Waits(_services.Log, Id.Value, reason);
            Changed();
        }
    }

    /// <summary>Moves the run if the guards allow it; a final state is on disk when this returns.</summary>
    /// <returns><c>null</c>, or one sentence that says why not.</returns>
    public async Task<string?> MoveAsync(RunState to, RunOutcome? outcome, string reason)
    {
        await _moves.WaitAsync();
        try
        {
            var now = _services.NowUs;
            if (!_machine.TryMove(to, outcome, reason, now, out var change, out var why))
            {
                return why;
            }

            if (change is null)
            {
                return null;
            }

            if (to.IsFinal())
            {
                // Else the record of an end that follows at once would have the mode and rate of its beginning.
                KeepCommandsNow();
            }

            StartedUs ??= to == RunState.EXEC ? now : null;
            await Pipeline.Bus.PublishAsync(LogIds.RunState.Create(now, change.From?.ToString() ?? "new", to, reason));
            var seq = await Pipeline.Bus.PublishAsync(change);
            if (to.IsFinal())
            {
                await Pipeline.WaitDurableAsync(seq, CancellationToken.None);
            }

            Volatile.Write(ref _standing, new RunStanding(to, outcome, reason, to.IsFinal() ? now : null));
            RunLog.Moved(_services.Log, Id.Value, to, reason);
            Changed();
            return null;
        }
        finally
        {
            _moves.Release();
        }
    }

    private void Changed()
    {
        Interlocked.Increment(ref _version);
        OnChanged?.Invoke(this);
    }
}
