using System.Text.Json;

namespace Palestra.Gym.Vector;

/// <summary>Slots that are single environments.</summary>
internal sealed unsafe class EnvSlots : Slots
{
    private readonly IEnv[] _envs;
    private readonly byte[] _finalObservations;
    private readonly InfoKeeper[] _finalInfos;

    private EnvSlots(IEnv[] envs, AutoresetMode mode)
        : base(envs[0].Spec, envs[0].ActionSpace, envs[0].ObservationSpace, envs.Length, mode)
    {
        _envs = envs;
        _finalObservations = new byte[mode == AutoresetMode.SameStep ? checked(ObservationBytes * envs.Length) : 0];
        _finalInfos = mode == AutoresetMode.SameStep ? [.. envs.Select(_ => new InfoKeeper())] : [];
    }

    public override FrameSize FrameSize => _envs[0].FrameSize;

    public override bool RendersText => _envs[0].RendersText;

    /// <param name="make">Makes the environment of a slot; all must have the same spaces.</param>
    public static EnvSlots Make(int count, Func<int, IEnv> make, AutoresetMode mode)
    {
        ArgumentNullException.ThrowIfNull(make);
        VectorEnv.CheckCount(count);
        var envs = new List<IEnv>(count);
        try
        {
            for (var slot = 0; slot < count; slot++)
            {
                envs.Add(make(slot));
                CheckSpace(slot, "action", envs[slot].ActionSpace, envs[0].ActionSpace);
                CheckSpace(slot, "observation", envs[slot].ObservationSpace, envs[0].ObservationSpace);
            }

            return new EnvSlots([.. envs], mode);
        }
        catch
        {
            envs.ForEach(env => env.Dispose());
            throw;
        }
    }

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
                _envs[slot].Reset(request.Seeds[slot], Row(request.Observations, slot), request.Options);
                Phases[slot] = EpisodePhase.Running;
                Finals[slot] = false;
                if (Mode == AutoresetMode.SameStep)
                {
                    // Gets the memory now, so that the end of an episode does not have to.
                    _finalInfos[slot].Keep(_envs[slot]);
                }
            }
            catch (Exception e)
            {
                Fail(slot, e);
            }
        }
    }

    public override void Step(int from, int to, in StepBuffers buffers)
    {
        for (var slot = from; slot < to; slot++)
        {
            try
            {
                Step(slot, buffers);
            }
            catch (Exception e)
            {
                Fail(slot, e);
            }
        }
    }

    public override ReadOnlySpan<byte> FinalObservation(int slot) => _finalObservations.AsSpan(slot * ObservationBytes, ObservationBytes);

    public override void WriteFinalInfo(int slot, Utf8JsonWriter writer) => _finalInfos[slot].WriteTo(writer);

    public override void WriteInfo(int slot, Utf8JsonWriter writer) => _envs[slot].WriteInfo(writer);

    public override ReadOnlySpan<sbyte> ActionMask(int slot) => _envs[slot].ActionMask;

    public override void Render(int slot, Span<byte> rgb) => _envs[slot].Render(rgb);

    public override string RenderText(int slot) => _envs[slot].RenderText();

    public override void Dispose()
    {
        foreach (var env in _envs)
        {
            env.Dispose();
        }
    }

    protected override int FirstRefused(byte* allActions)
    {
        for (var slot = 0; slot < Count; slot++)
        {
            var stands = Phases[slot] == EpisodePhase.Running
                ? Allows(new ReadOnlySpan<byte>(allActions + ((nint)slot * ActionBytes), ActionBytes))
                : MaySkipAction(slot);
            if (!stands)
            {
                return slot;
            }
        }

        return -1;
    }

    protected override void Save(int slot, BinaryWriter writer) => _envs[slot].SaveState(writer);

    protected override void Restore(int slot, BinaryReader reader) => _envs[slot].RestoreState(reader);

    private static void CheckSpace(int slot, string what, Space space, Space first)
    {
        if (!space.Equals(first))
        {
            throw new GymException($"Slot {slot} has the {what} space {space}, but slot 0 has {first}: all slots of a vector need the same.");
        }
    }

    private Span<byte> Row(byte* observations, int slot) => new(observations + ((nint)slot * ObservationBytes), ObservationBytes);

    private void Step(int slot, in StepBuffers buffers)
    {
        var env = _envs[slot];
        var observation = Row(buffers.Observations, slot);
        Finals[slot] = false;
        if (Phases[slot] == EpisodePhase.Ended)
        {
            env.Reset(null, observation);
            Phases[slot] = EpisodePhase.Running;
            buffers.Write(slot, 0, terminated: false, truncated: false);
            return;
        }

        var outcome = env.Step(new ReadOnlySpan<byte>(buffers.Actions + ((nint)slot * ActionBytes), ActionBytes), observation);
        buffers.Write(slot, outcome.Reward, outcome.Terminated, outcome.Truncated);
        if (outcome.Done)
        {
            Phases[slot] = EpisodePhase.Ended;
            if (Mode == AutoresetMode.SameStep)
            {
                observation.CopyTo(_finalObservations.AsSpan(slot * ObservationBytes));
                _finalInfos[slot].Keep(env);
                env.Reset(null, observation);
                Phases[slot] = EpisodePhase.Running;
                Finals[slot] = true;
            }
        }
    }
}
