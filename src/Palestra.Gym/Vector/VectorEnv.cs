using System.Text.Json;

namespace Palestra.Gym.Vector;

/// <summary>
/// What the vector environments of this assembly have in common: the checks, the parts of a call that are done once for all
/// slots, and the threads. <see cref="VectorRegistry.MakeVector"/> makes one by id.
/// </summary>
public abstract class VectorEnv : IVectorEnv
{
    private readonly Slots _slots;
    private readonly VectorJobs? _jobs;
    private readonly ulong?[] _seeds;
    private Space? _actionSpace;
    private Space? _observationSpace;
    private bool _disposed;

    /// <param name="parallelism">Threads that work on a call, the caller included.</param>
    private protected VectorEnv(Slots slots, int parallelism)
    {
        _slots = slots;
        _seeds = new ulong?[slots.Count];
        Parallelism = Math.Min(parallelism, slots.Count);
        _jobs = Parallelism > 1 ? new VectorJobs(slots, Parallelism) : null;
    }

    public EnvSpec Spec => _slots.Spec;

    public int Count => _slots.Count;

    public AutoresetMode AutoresetMode => _slots.Mode;

    /// <summary>How many threads work on a call, the caller's included; no more than there are slots.</summary>
    public int Parallelism { get; }

    public Space SingleActionSpace => _slots.ActionSpace;

    public Space SingleObservationSpace => _slots.ObservationSpace;

    public Space ActionSpace => _actionSpace ??= RowsOf(_slots.ActionSpace, Count);

    public Space ObservationSpace => _observationSpace ??= RowsOf(_slots.ObservationSpace, Count);

    public FrameSize FrameSize => _slots.FrameSize;

    public bool RendersText => _slots.RendersText;

    public void Reset(ulong? seed, Span<byte> observations, ParameterValues? options = null, ReadOnlySpan<bool> mask = default)
    {
        if (seed > ulong.MaxValue - (ulong)(Count - 1))
        {
            throw new GymException($"Seed {seed} leaves none for the last of {Count} slots: slot i is seeded with seed + i, at most {ulong.MaxValue}.");
        }

        for (var slot = 0; slot < Count; slot++)
        {
            _seeds[slot] = seed + (ulong)slot;
        }

        ResetSeeded(observations, options, mask);
    }

    public void ResetEach(
        ReadOnlySpan<ulong?> seeds, Span<byte> observations, ParameterValues? options = null, ReadOnlySpan<bool> mask = default)
    {
        CheckEntries(seeds.Length, "list of seeds");
        seeds.CopyTo(_seeds);
        ResetSeeded(observations, options, mask);
    }

    public unsafe void Step(
        ReadOnlySpan<byte> actions, Span<byte> observations, Span<double> rewards, Span<bool> terminated, Span<bool> truncated)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CheckRows(actions.Length, SingleActionSpace, "actions");
        CheckRows(observations.Length, SingleObservationSpace, "observations");
        CheckEntries(rewards.Length, "buffer of rewards");
        CheckEntries(terminated.Length, "buffer of terminated flags");
        CheckEntries(truncated.Length, "buffer of truncated flags");
        fixed (byte* action = actions, observation = observations)
        fixed (double* reward = rewards)
        fixed (bool* end = terminated, cut = truncated)
        {
            _slots.CheckStep(action);
            var buffers = new StepBuffers(action, observation, reward, end, cut);
            if (_jobs is null)
            {
                _slots.Step(0, Count, buffers);
            }
            else
            {
                _jobs.Step(buffers);
            }
        }

        _slots.ThrowFailure();
    }

    public bool HasFinal(int slot) => _slots.HasFinal(Checked(slot));

    public ReadOnlySpan<byte> FinalObservation(int slot) => _slots.FinalObservation(Ended(slot));

    public void WriteFinalInfo(int slot, Utf8JsonWriter writer) => _slots.WriteFinalInfo(Ended(slot), writer);

    public void WriteInfo(int slot, Utf8JsonWriter writer) => _slots.WriteInfo(Checked(slot), writer);

    public ReadOnlySpan<sbyte> ActionMask(int slot) => _slots.ActionMask(Checked(slot));

    public void Render(int slot, Span<byte> rgb) => _slots.Render(Checked(slot), rgb);

    public string RenderText(int slot) => _slots.RenderText(Checked(slot));

    public void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ObjectDisposedException.ThrowIf(_disposed, this);
        _slots.SaveState(writer);
    }

    public void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ObjectDisposedException.ThrowIf(_disposed, this);
        _slots.RestoreState(reader);
    }

    /// <summary>Ends the threads and the environments of all slots; waits for the threads.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _jobs?.Dispose();
            _slots.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    // Rows lie back to back; a composite batched part by part would not, so it becomes a tuple of its copies.
    private static Space RowsOf(Space single, int count) =>
        single is CompositeSpace ? new TupleSpace([.. Enumerable.Repeat(single, count)]) : new BatchedSpace(single, count).Space;

    internal static void CheckCount(int count)
    {
        if (count < 1)
        {
            throw new GymException($"A vector of {count} environments is not possible: it needs at least 1.");
        }
    }

    /// <returns>The number of threads asked for; as many as processors if none is.</returns>
    internal static int CheckParallelism(int? parallelism) => parallelism switch
    {
        < 1 => throw new GymException($"{parallelism} threads cannot step a vector: at least 1, the caller's own, is needed."),
        null => Environment.ProcessorCount,
        { } threads => threads,
    };

    private unsafe void ResetSeeded(Span<byte> observations, ParameterValues? options, ReadOnlySpan<bool> mask)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CheckRows(observations.Length, SingleObservationSpace, "observations");
        if (!mask.IsEmpty)
        {
            CheckEntries(mask.Length, "reset mask");
            if (!mask.Contains(true))
            {
                throw new GymException($"The reset mask of {Count} slots names none: at least one entry must be true.");
            }
        }

        fixed (byte* observation = observations)
        fixed (bool* included = mask)
        {
            var request = new ResetRequest(_seeds, included, observation, options);
            if (_jobs is null)
            {
                _slots.Reset(0, Count, request);
            }
            else
            {
                _jobs.Reset(request);
            }
        }

        _slots.ThrowFailure();
    }

    private int Checked(int slot)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return (uint)slot < (uint)Count
            ? slot
            : throw new GymException($"Slot {slot} is not in this vector: it has 0 to {Count - 1}.");
    }

    private int Ended(int slot) => HasFinal(slot)
        ? slot
        : throw new SlotException(slot, $"no episode of {Spec.Id} ended in the last step, so there is nothing final; it is kept under autoreset in the same step only.");

    private void CheckRows(int bytes, Space single, string what)
    {
        if (bytes != (long)single.RowBytes * Count)
        {
            throw new GymException($"The {what} of {Count} slots of {single} have {(long)single.RowBytes * Count} bytes, but the buffer has {bytes}.");
        }
    }

    private void CheckEntries(int entries, string what)
    {
        if (entries != Count)
        {
            throw new GymException($"The {what} has {entries} entries, but this vector has {Count} slots: one for each is needed.");
        }
    }
}
