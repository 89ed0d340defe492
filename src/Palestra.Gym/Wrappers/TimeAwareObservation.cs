using System.Buffers.Binary;

namespace Palestra.Gym.Wrappers;

/// <summary>
/// Adds the time since the reset to the observation
/// (https://gymnasium.farama.org/api/wrappers/observation_wrappers/): the number of steps as int32, or, normalised, their
/// share of the time limit as float32. The time is the last part of a tuple, the key <c>time</c> of a dict; any other
/// observation becomes a dict of <c>obs</c> and <c>time</c>. All of it is flattened unless asked otherwise.
/// </summary>
public sealed class TimeAwareObservation : ObservationWrapper
{
    private readonly Layout _layout;
    private readonly byte[] _joined;
    private int _steps;

    /// <exception cref="GymException">The environment has no time limit, or its dict has the key <c>time</c> already.</exception>
    public TimeAwareObservation(IEnv env, bool flatten = true, bool normalizeTime = false)
        : this(env, Layout.Of(env, flatten, normalizeTime))
    {
    }

    private TimeAwareObservation(IEnv env, Layout layout)
        : base(env, layout.Flattener?.Flat ?? layout.Joined)
    {
        _layout = layout;
        _joined = new byte[layout.Joined.RowBytes];
    }

    public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        // An action that is refused takes no time.
        _steps++;
        try
        {
            return base.Step(action, observation);
        }
        catch (GymException)
        {
            _steps--;
            throw;
        }
    }

    protected override void Observe(ReadOnlySpan<byte> inner, Span<byte> observation, bool first)
    {
        _steps = first ? 0 : _steps;
        var target = _layout.Flattener is null ? observation : _joined;
        inner[.._layout.TimeOffset].CopyTo(target);
        if (_layout.NormalizesTime)
        {
            BinaryPrimitives.WriteSingleLittleEndian(target[_layout.TimeOffset..], (float)((double)_steps / _layout.MaxSteps));
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(target[_layout.TimeOffset..], _steps);
        }

        inner[_layout.TimeOffset..].CopyTo(target[(_layout.TimeOffset + sizeof(int))..]);
        _layout.Flattener?.Flatten(_joined, observation);
    }

    protected override void OnSave(BinaryWriter writer) => writer?.Write(_steps);

    protected override void OnRestore(BinaryReader reader) => _steps = reader?.ReadInt32() ?? 0;

    private sealed record Layout(Space Joined, int TimeOffset, int MaxSteps, bool NormalizesTime, SpaceFlattener? Flattener)
    {
        public static Layout Of(IEnv env, bool flatten, bool normalizeTime)
        {
            ArgumentNullException.ThrowIfNull(env);
            var max = env.Spec.MaxEpisodeSteps
                ?? throw new GymException($"The time of {env.Spec.Id} cannot be observed, since its episodes have no limit: wrap it in a TimeLimit first.");
            var time = normalizeTime ? new Box(0, 1, [1]) : new Box(0, max, [1], ElementType.Int32);
            var inner = env.ObservationSpace;
            var (joined, offset) = inner switch
            {
                DictSpace dict when dict.Keys.Contains("time") => throw new GymException($"{inner} of {env.Spec.Id} has the key 'time' already."),
                DictSpace dict => Insert(dict, time),
                TupleSpace tuple => (new TupleSpace([.. tuple.Parts, time]), tuple.RowBytes),
                _ => ((Space)new DictSpace(new Dictionary<string, Space> { ["obs"] = inner, ["time"] = time }), inner.RowBytes),
            };
            return new Layout(joined, offset, max, normalizeTime, flatten ? new SpaceFlattener(joined) : null);
        }

        private static (Space Joined, int Offset) Insert(DictSpace dict, Box time)
        {
            var parts = dict.Keys.Zip(dict.Parts).ToDictionary(p => p.First, p => p.Second);
            parts["time"] = time;
            var before = dict.Keys.Zip(dict.Parts).Where(p => string.CompareOrdinal(p.First, "time") < 0).Sum(p => p.Second.RowBytes);
            return (new DictSpace(parts), before);
        }
    }
}
