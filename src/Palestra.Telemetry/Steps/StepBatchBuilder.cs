namespace Palestra.Telemetry;

/// <summary>
/// Gathers single steps of one stream into batches and numbers them. Not thread-safe. Per step nothing is allocated
/// beyond the arrays of the batch, which are handed over on <see cref="Build"/>; the next batch begins with room for as
/// many steps as the last one had.
/// </summary>
public sealed class StepBatchBuilder
{
    private readonly ColumnBuilder _actions;
    private readonly ColumnBuilder _observations;
    private readonly List<StepInfo> _infos = [];
    private long[] _episodes = [];
    private int[] _steps = [];
    private double[] _rewards = [];
    private StepFlags[] _flags = [];
    private long[] _timesUs = [];
    private long _firstSeq;

    /// <param name="nextSeq">Sequence number of the first step to be added.</param>
    /// <param name="maxCount">Steps after which a batch is full, 1 to <see cref="StepBatch.MaxCount"/>.</param>
    public StepBatchBuilder(
        StreamKey stream, ColumnLayout actions, ColumnLayout observations, long nextSeq = 1, int maxCount = StepBatch.MaxCount)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentOutOfRangeException.ThrowIfLessThan(nextSeq, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxCount, StepBatch.MaxCount);
        if (!stream.IsValid)
        {
            throw new ArgumentException($"'{stream}' is not a valid stream.", nameof(stream));
        }

        Stream = stream;
        MaxCount = maxCount;
        _firstSeq = nextSeq;
        _actions = new ColumnBuilder(actions);
        _observations = new ColumnBuilder(observations);
    }

    public StreamKey Stream { get; }

    public int MaxCount { get; }

    /// <summary>Steps gathered since the last <see cref="Build"/>.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == MaxCount;

    /// <summary>Sequence number that the next step gets.</summary>
    public long NextSeq => _firstSeq + Count;

    /// <param name="action">One row of the action column; copied.</param>
    /// <param name="timeUs">Microseconds since the Unix epoch.</param>
    /// <param name="observation">One row of the observation column, what <c>step</c> returned; copied.</param>
    /// <param name="infoJson">A UTF-8 JSON object worth keeping; empty for none. Copied.</param>
    /// <returns>The sequence number of the step.</returns>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    /// <exception cref="ArgumentException">A row does not fit its column, or a number is out of range. Nothing was added.</exception>
    public long Add(
        ReadOnlySpan<byte> action, double reward, StepFlags flags, long timeUs, ReadOnlySpan<byte> observation,
        long episode, int step, ReadOnlySpan<byte> infoJson = default)
    {
        if (IsFull)
        {
            throw new InvalidOperationException($"The batch of {Stream} is full with {Count} steps: build it first.");
        }

        if ((_actions.Refusal(action, "action") ?? _observations.Refusal(observation, "observation")) is { } refusal)
        {
            throw new ArgumentException($"Step {NextSeq} of {Stream} cannot be added. {refusal}");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(episode);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((byte)flags, (byte)(StepFlags.Terminated | StepFlags.Truncated), nameof(flags));
        if (Count == _rewards.Length)
        {
            Resize(Math.Min(MaxCount, Math.Max(16, 2 * Count)));
        }

        _actions.Add(action);
        _observations.Add(observation);
        _episodes[Count] = episode;
        _steps[Count] = step;
        _rewards[Count] = reward;
        _flags[Count] = flags;
        _timesUs[Count] = timeUs;
        if (!infoJson.IsEmpty)
        {
            _infos.Add(new StepInfo(Count, infoJson.ToArray()));
        }

        return _firstSeq + Count++;
    }

    /// <summary>Hands over the batch, arrays and all, and starts anew.</summary>
    /// <exception cref="InvalidOperationException">There is no step.</exception>
    public StepBatch Build()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException($"There is no step of {Stream} to make a batch of.");
        }

        Resize(Count);
        var batch = new StepBatch
        {
            Stream = Stream,
            FirstSeq = _firstSeq,
            Episodes = _episodes,
            Steps = _steps,
            Rewards = _rewards,
            Flags = _flags,
            TimesUs = _timesUs,
            Actions = _actions.Build(),
            Observations = _observations.Build(),
            Infos = _infos.Count == 0 ? [] : [.. _infos],
        };

        _firstSeq += Count;
        _episodes = new long[Count];
        _steps = new int[Count];
        _rewards = new double[Count];
        _flags = new StepFlags[Count];
        _timesUs = new long[Count];
        _infos.Clear();
        Count = 0;
        return batch;
    }

    private void Resize(int length)
    {
        if (_rewards.Length == length)
        {
            return;
        }

        Array.Resize(ref _episodes, length);
        Array.Resize(ref _steps, length);
        Array.Resize(ref _rewards, length);
        Array.Resize(ref _flags, length);
        Array.Resize(ref _timesUs, length);
    }
}
