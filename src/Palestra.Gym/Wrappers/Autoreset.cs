namespace Palestra.Gym.Wrappers;

/// <summary>
/// Resets by itself, so that a loop need only step. As in Gymnasium 1.x
/// (https://gymnasium.farama.org/api/wrappers/misc_wrappers/) the step after the last one of an episode is the reset: its
/// action is ignored, its observation is the first of the next episode, its reward 0 and its flags false. The reset has no
/// seed, so the generator goes on.
/// </summary>
public sealed class Autoreset(IEnv env) : Wrapper(env)
{
    private bool _ended;

    public override void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        _ended = false;
        Env.Reset(seed, observation, options);
    }

    public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        if (_ended)
        {
            Env.Reset(null, observation);
            _ended = false;
            return default;
        }

        var outcome = Env.Step(action, observation);
        _ended = outcome.Done;
        return outcome;
    }

    protected override void OnSave(BinaryWriter writer) => writer?.Write(_ended);

    protected override void OnRestore(BinaryReader reader) => _ended = reader?.ReadBoolean() ?? false;
}
