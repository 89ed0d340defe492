using System.Buffers;
using System.Text;
using System.Text.Json;
using Palestra.Agents;
using Palestra.Gym;
using Palestra.Telemetry;
using Palestra.Worker.Outgoing;

namespace Palestra.Worker.Loop;

/// <summary>
/// One environment of the run and the stream of its steps. Nothing is allocated per step; per batch its columns, per
/// episode its event. Used by the loop's thread only.
/// </summary>
internal sealed class EnvSlot : IDisposable
{
    private readonly int _slot;
    private readonly ILearner _learner;
    private readonly Outbox? _outbox;
    private readonly RunFigures _figures;
    private readonly LaneSwitch _lanes;
    private readonly StepBatchBuilder _builder;
    private readonly List<EpisodeFinalized> _finalized = [];
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly long _flushUs;
    private readonly int _initialObservationBytes;
    private readonly byte[] _action;
    private byte[] _observation;
    private byte[] _next;
    private ulong? _seed;
    private bool _begun;
    private bool _recording;
    private long _unrecorded;
    private long _episode;
    private int _step;
    private double _return;
    private long _firstSeq;
    private long _startUs;
    private long _flushDueUs = long.MaxValue;
    private string? _initialObservation;

    /// <param name="outbox"><c>null</c>: nothing is recorded.</param>
    /// <param name="seed">Given to the first reset; later ones let the generator go on, as Gymnasium's users do.</param>
    public EnvSlot(int slot, IEnv env, ulong seed, ILearner learner, Outbox? outbox, RunFigures figures, WorkerSettings settings, LaneSwitch lanes)
    {
        (_slot, Env, _seed, _learner, _outbox, _figures, _lanes) = (slot, env, seed, learner, outbox, figures, lanes);
        _flushUs = (long)settings.FlushInterval.TotalMicroseconds;
        _initialObservationBytes = settings.InitialObservationBytes;
        _builder = new StepBatchBuilder(
            new StreamKey(StreamKey.DefaultAgent, slot), Layout(env.ActionSpace), Layout(env.ObservationSpace), maxCount: MaxCount(env, settings));
        _action = new byte[env.ActionSpace.RowBytes];
        _observation = new byte[env.ObservationSpace.RowBytes];
        _next = new byte[env.ObservationSpace.RowBytes];
    }

    public IEnv Env { get; }

    /// <summary>Steps that are not yet in the outbox and have to be there by then, in steady microseconds; far away if there are none.</summary>
    public long FlushDueUs => _flushDueUs;

    /// <summary>Begins an episode if none is under way.</summary>
    public void Begin(LoopClock clock)
    {
        if (_begun)
        {
            return;
        }

        Env.Reset(_seed, _observation);
        (_begun, _step, _return, _startUs) = (true, 0, 0, clock.WallUs(clock.SteadyUs));
        _firstSeq = _builder.NextSeq;
        _recording = _outbox is not null && _lanes.Records;
        if (_recording)
        {
            EndStretch();
        }

        _initialObservation = _recording ? ObservationJson() : null;
    }

    /// <summary>Acts, steps, records and learns.</summary>
    /// <returns>Whether the step ended its episode.</returns>
    public bool Step(LoopClock clock, CancellationToken stopping)
    {
        _learner.Act(_slot, _observation, _action);
        var outcome = Env.Step(_action, _next);
        var nowUs = clock.SteadyUs;
        var wallUs = clock.WallUs(nowUs);
        _return += outcome.Reward;
        Record(outcome, nowUs, wallUs);
        _learner.Learn(_slot, _observation, _action, outcome.Reward, _next, outcome.Terminated, outcome.Truncated);
        (_observation, _next) = (_next, _observation);
        _step++;
        _figures.AddStep(outcome.Reward, nowUs);
        if (outcome.Done)
        {
            FinalizeEpisode(outcome, wallUs);
        }

        if (_builder.IsFull || nowUs >= _flushDueUs)
        {
            Flush(stopping);
        }

        return outcome.Done;
    }

    /// <summary>Puts what was recorded into the outbox: the batch, then the episodes that end in it.</summary>
    public void Flush(CancellationToken stopping)
    {
        _flushDueUs = long.MaxValue;
        if (_outbox is null || (_builder.Count == 0 && _finalized.Count == 0))
        {
            return;
        }

        _figures.Observer.Enter(LoopSection.SlowLane);
        // An episode follows the batch that it ends in.
        TelemetryEvent[] items = _builder.Count > 0 ? [_builder.Build(), .. _finalized] : [.. _finalized];
        _finalized.Clear();
        _outbox.Add(_builder.Stream, items, stopping);
        _figures.Observer.Leave();
    }

    public void Dispose()
    {
        EndStretch();
        Env.Dispose();
    }

    /// <summary>A stretch that was not recorded is never silent (P-GAP), although no number is missing.</summary>
    private void EndStretch()
    {
        if (_unrecorded > 0)
        {
            _lanes.StretchEnded(_builder.Stream, _builder.NextSeq - 1, _unrecorded);
            _unrecorded = 0;
        }
    }

    private void Record(StepOutcome outcome, long nowUs, long wallUs)
    {
        if (!_recording)
        {
            // Neither numbered nor batched: what is recorded stays contiguous.
            _unrecorded++;
            _lanes.CountUnrecorded();
            return;
        }

        var flags = (outcome.Terminated ? StepFlags.Terminated : 0) | (outcome.Truncated ? StepFlags.Truncated : 0);
        if (_figures.Observer.IsSample())
        {
            var since = _figures.Observer.Now();
            _builder.Add(_action, outcome.Reward, flags, wallUs, _next, _episode, _step);
            _figures.Observer.AddSample(since);
        }
        else
        {
            _builder.Add(_action, outcome.Reward, flags, wallUs, _next, _episode, _step);
        }

        if (_flushDueUs == long.MaxValue)
        {
            _flushDueUs = nowUs + _flushUs;
        }
    }

    private void FinalizeEpisode(StepOutcome outcome, long wallUs)
    {
        var metrics = new Dictionary<string, double>();
        _learner.EndEpisode(_slot, metrics);
        _figures.AddEpisode(_return);
        if (_recording)
        {
            _finalized.Add(new EpisodeFinalized
            {
                Stream = _builder.Stream,
                Episode = _episode,
                FirstSeq = _firstSeq,
                LastSeq = _builder.NextSeq - 1,
                Return = _return,
                Terminated = outcome.Terminated,
                Truncated = outcome.Truncated,
                Seed = _seed,
                StartTimeUs = _startUs,
                EndTimeUs = wallUs,
                InitialObservationJson = _initialObservation,
                Metrics = metrics,
            });
        }

        _episode += _recording ? 1 : 0;
        _seed = null;
        _begun = false;
    }

    private string? ObservationJson()
    {
        if (_observation.Length > _initialObservationBytes)
        {
            return null;
        }

        _json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_json))
        {
            Env.ObservationSpace.WriteJson(writer, _observation);
        }

        return Encoding.UTF8.GetString(_json.WrittenSpan);
    }

    private static int MaxCount(IEnv env, WorkerSettings settings) =>
        Math.Clamp(settings.BatchBytes / (env.ActionSpace.RowBytes + env.ObservationSpace.RowBytes), 1, settings.BatchSteps);

    // Element types carry the numbers of telemetry's column types.
    private static ColumnLayout Layout(Space space) => ColumnLayout.Typed((DType)(byte)space.ElementType, [.. space.Shape]);
}
