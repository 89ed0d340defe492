namespace Palestra.Gym.Wrappers;

/// <summary>
/// Refuses what is out of order, with a sentence: a step or a frame before the first reset, as Gymnasium's wrapper does
/// (https://gymnasium.farama.org/api/wrappers/misc_wrappers/), and a step after the end of an episode, which
/// <see cref="IEnv.Step"/> promises. Environments made by id have this already.
/// </summary>
public sealed class OrderEnforcing(IEnv env) : Wrapper(env)
{
    private bool _hasReset;
    private bool _ended;
    private int _steps;

    /// <summary>Whether there was a reset yet.</summary>
    public bool HasReset => _hasReset;

    public override void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        Env.Reset(seed, observation, options);
        (_hasReset, _ended, _steps) = (true, false, 0);
    }

    public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        if (!_hasReset || _ended)
        {
            throw _hasReset ? EnvSentences.StepAfterEnd(Spec, _steps) : EnvSentences.StepBeforeReset(Spec);
        }

        var outcome = Env.Step(action, observation);
        _steps++;
        _ended = outcome.Done;
        return outcome;
    }

    public override void Render(Span<byte> rgb)
    {
        CheckHasState();
        Env.Render(rgb);
    }

    public override string RenderText()
    {
        CheckHasState();
        return Env.RenderText();
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_hasReset);
        writer.Write(_ended);
        writer.Write(_steps);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _hasReset = reader.ReadBoolean();
        _ended = reader.ReadBoolean();
        _steps = reader.ReadInt32();
    }

    private void CheckHasState()
    {
        if (!_hasReset)
        {
            throw EnvSentences.RenderBeforeReset(Spec);
        }
    }
}
