namespace Palestra.Gym.Wrappers;

/// <summary>
/// Truncates an episode after a number of steps (https://gymnasium.farama.org/api/wrappers/misc_wrappers/): the step that
/// reaches the limit is truncated, also when it terminates. Environments made by id have the limit of their id already; a
/// further one can only shorten it.
/// </summary>
public sealed class TimeLimit : Wrapper
{
    private readonly int _maxSteps;
    private int _elapsed;

    /// <exception cref="GymException">The limit is below 1.</exception>
    public TimeLimit(IEnv env, int maxEpisodeSteps)
        : base(env)
    {
        if (maxEpisodeSteps < 1)
        {
            throw new GymException($"A time limit of {maxEpisodeSteps} steps is not possible: 1 or more is allowed.");
        }

        _maxSteps = maxEpisodeSteps;
        Spec = Env.Spec with { MaxEpisodeSteps = Math.Min(maxEpisodeSteps, Env.Spec.MaxEpisodeSteps ?? int.MaxValue) };
    }

    public override EnvSpec Spec { get; }

    /// <summary>Steps since the last reset.</summary>
    public int Elapsed => _elapsed;

    public override void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        Env.Reset(seed, observation, options);
        _elapsed = 0;
    }

    public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        var outcome = Env.Step(action, observation);
        return ++_elapsed >= _maxSteps ? outcome with { Truncated = true } : outcome;
    }

    protected override void OnSave(BinaryWriter writer) => writer?.Write(_elapsed);

    protected override void OnRestore(BinaryReader reader) => _elapsed = reader?.ReadInt32() ?? 0;
}
