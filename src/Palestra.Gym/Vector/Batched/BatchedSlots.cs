using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Palestra.Gym.Vector;

/// <summary>
/// Slots whose state lies in arrays. One engine for all built-in environments: time limit, autoreset, checks and generators
/// are here, the rest is in <typeparamref name="TDynamics"/>. Under autoreset in the same step the last state of slot i is
/// kept at place count + i.
/// </summary>
internal sealed unsafe class BatchedSlots<TDynamics, TObs, TAct> : Slots
    where TDynamics : struct, IBatchedDynamics<TObs, TAct>
    where TObs : unmanaged
    where TAct : unmanaged
{
    private readonly TDynamics _dynamics;
    private readonly SlotViewer _viewer;
    private readonly NumpyRandom[] _random;
    private readonly int[] _elapsed;
    private readonly int _maxSteps;
    private readonly TObs[] _finalObservations;
    private readonly int[] _finalElapsed;

    /// <param name="viewer">Holds the single environment that draws and tells for a slot.</param>
    /// <param name="dynamics">Makes the arrays, for the number of places it is given.</param>
    public BatchedSlots(SlotViewer viewer, int count, AutoresetMode mode, Func<int, TDynamics> dynamics)
        : base(viewer.Env.Spec, viewer.Env.ActionSpace, viewer.Env.ObservationSpace, count, mode)
    {
        var kept = mode == AutoresetMode.SameStep ? count : 0;
        _viewer = viewer;
        _dynamics = dynamics(count + kept);
        _random = [.. Enumerable.Range(0, count).Select(_ => NumpyRandom.FromEntropy())];
        _elapsed = new int[count];
        _maxSteps = viewer.Env.Spec.MaxEpisodeSteps ?? int.MaxValue;
        _finalObservations = new TObs[kept];
        _finalElapsed = new int[kept];
    }

    public override FrameSize FrameSize => _viewer.Env.FrameSize;

    public override bool RendersText => _viewer.Env.RendersText;

    public override void Reset(int from, int to, in ResetRequest request)
    {
        for (var slot = from; slot < to; slot++)
        {
            if (!request.Includes(slot))
            {
                continue;
            }

            try
            {
                if (request.Seeds[slot] is { } seed)
                {
                    _random[slot].Seed(seed);
                }

                Write(request.Observations, slot, Begin(slot, request.Options));
                Finals[slot] = false;
            }
            catch (GymException e)
            {
                Fail(slot, e);
            }
        }
    }

    public override void Step(int from, int to, in StepBuffers buffers)
    {
        var dynamics = _dynamics;
        var (phases, random, rows) = (Phases, _random, buffers);
        if (Mode == AutoresetMode.SameStep)
        {
            Finals.AsSpan(from, to - from).Clear();
        }

        for (var slot = from; slot < to; slot++)
        {
            var stepped = dynamics.StepMany(slot, to, rows);
            for (; slot < stepped; slot++)
            {
                if (phases[slot] == EpisodePhase.Running)
                {
                    Finish(slot, rows, rows.Terminated[slot]);
                }
                else
                {
                    BeginAnew(slot, rows);
                }
            }

            if (slot == to)
            {
                return;
            }

            if (phases[slot] == EpisodePhase.Running)
            {
                var observation = dynamics.Step(slot, Action(rows.Actions, slot), random[slot], out var reward, out var terminated);
                Write(rows.Observations, slot, observation);
                rows.Rewards[slot] = reward;
                rows.Terminated[slot] = terminated;
                Finish(slot, rows, terminated);
            }
            else
            {
                BeginAnew(slot, rows);
            }
        }
    }

    public override ReadOnlySpan<byte> FinalObservation(int slot) =>
        MemoryMarshal.AsBytes(_finalObservations.AsSpan(slot, 1));

    public override void WriteFinalInfo(int slot, Utf8JsonWriter writer) =>
        Show(Count + slot, EpisodePhase.Ended, _finalElapsed[slot], _random[slot]).WriteInfo(writer);

    public override void WriteInfo(int slot, Utf8JsonWriter writer) => Show(slot).WriteInfo(writer);

    public override ReadOnlySpan<sbyte> ActionMask(int slot) => Show(slot).ActionMask;

    public override void Render(int slot, Span<byte> rgb) => Show(slot).Render(rgb);

    public override string RenderText(int slot) => Show(slot).RenderText();

    public override void Dispose() => _viewer.Dispose();

    protected override int FirstRefused(byte* allActions)
    {
        var dynamics = _dynamics;
        var phases = Phases;
        for (var slot = 0; slot < phases.Length; slot++)
        {
            if (phases[slot] != EpisodePhase.Running ? !MaySkipAction(slot) : !dynamics.Allows(Action(allActions, slot)))
            {
                return slot;
            }
        }

        return -1;
    }

    protected override void Save(int slot, BinaryWriter writer) => Save(slot, Phases[slot], _elapsed[slot], _random[slot], writer);

    protected override void Restore(int slot, BinaryReader reader)
    {
        _elapsed[slot] = reader.ReadInt32();
        Phases[slot] = (EpisodePhase)reader.ReadByte();
        _random[slot].State = RandomState.Read(reader);
        _dynamics.Restore(slot, reader);
    }

    private static TAct Action(byte* actions, int slot) => Unsafe.ReadUnaligned<TAct>(actions + ((nint)slot * sizeof(TAct)));

    private static void Write(byte* observations, int slot, TObs observation) =>
        Unsafe.WriteUnaligned(observations + ((nint)slot * sizeof(TObs)), observation);

    private TObs Begin(int slot, ParameterValues? options)
    {
        var observation = _dynamics.Reset(slot, _random[slot], options);
        _elapsed[slot] = 0;
        Phases[slot] = EpisodePhase.Running;
        return observation;
    }

    // The time limit, and what follows an end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(int slot, in StepBuffers rows, bool terminated)
    {
        var truncated = ++_elapsed[slot] >= _maxSteps;
        rows.Truncated[slot] = truncated;
        if (terminated | truncated)
        {
            End(slot, rows.Observations);
        }
    }

    // Rare beside steps, and large: kept out of the loop so that the loop stays in the processor's registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BeginAnew(int slot, in StepBuffers rows)
    {
        Write(rows.Observations, slot, Begin(slot, null));
        rows.Write(slot, 0, terminated: false, truncated: false);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void End(int slot, byte* observations)
    {
        if (Mode != AutoresetMode.SameStep)
        {
            Phases[slot] = EpisodePhase.Ended;
            return;
        }

        _dynamics.Copy(slot, Count + slot);
        _finalObservations[slot] = Unsafe.ReadUnaligned<TObs>(observations + ((nint)slot * sizeof(TObs)));
        (_finalElapsed[slot], Finals[slot]) = (_elapsed[slot], true);
        Write(observations, slot, Begin(slot, null));
    }

    private IEnv Show(int slot) => Show(slot, Phases[slot], _elapsed[slot], _random[slot]);

    private IEnv Show(int at, EpisodePhase phase, int elapsed, NumpyRandom random)
    {
        Save(at, phase, elapsed, random, _viewer.Begin());
        return _viewer.Finish();
    }

    private void Save(int at, EpisodePhase phase, int elapsed, NumpyRandom random, BinaryWriter writer)
    {
        GuardedEnv.WriteGuard(writer, elapsed, phase);
        random.State.Write(writer);
        _dynamics.Save(at, writer);
    }
}
