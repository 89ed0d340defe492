using System.Text;

namespace Palestra.Gym.Checking;

/// <summary>
/// Plays one environment with buffers of exactly the right length that are filled with a known byte before every call, so
/// that what was not written shows. Two players with different bytes and the same calls must read the same.
/// </summary>
internal sealed class CheckedPlayer : IDisposable
{
    private readonly byte _poison;
    private readonly byte[] _action;

    public CheckedPlayer(IEnv env, byte poison)
    {
        (Env, _poison) = (env, poison);
        ActionSpace = env.ActionSpace;
        ObservationSpace = env.ObservationSpace;
        _action = new byte[ActionSpace.RowBytes];
        Observation = new byte[ObservationSpace.RowBytes];
    }

    public IEnv Env { get; }

    public Space ActionSpace { get; }

    public Space ObservationSpace { get; }

    public byte[] Observation { get; }

    public StepOutcome Outcome { get; private set; }

    /// <summary>What the last call was, in words.</summary>
    public string LastCall { get; private set; } = "Reset";

    /// <summary>Whether the last step wrote into the action it was given.</summary>
    public bool ChangedAction { get; private set; }

    public void Reset(ulong? seed)
    {
        Observation.AsSpan().Fill(_poison);
        Outcome = default;
        LastCall = seed is { } s ? $"Reset(seed: {s})" : "Reset()";
        Guarded(() => Env.Reset(seed, Observation));
    }

    public StepOutcome Step(byte[] action)
    {
        action.CopyTo(_action, 0);
        Observation.AsSpan().Fill(_poison);
        LastCall = "Step";
        Guarded(() => Outcome = Env.Step(_action, Observation));
        ChangedAction = !_action.AsSpan().SequenceEqual(action);
        return Outcome;
    }

    /// <summary>Takes over what the other has seen last, after a state of the other was restored here.</summary>
    public void Follow(CheckedPlayer other)
    {
        Outcome = other.Outcome;
        LastCall = other.LastCall;
    }

    /// <summary>The info as text; a sentence's end if it is no JSON object.</summary>
    public string Info(out string? problem)
    {
        problem = null;
        try
        {
            using var info = InfoJson.Read(Env);
            problem = info.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object ? null : $"it is {info.RootElement.GetRawText()}";
            return info.RootElement.GetRawText();
        }
        catch (Exception e)
        {
            problem = CheckContext.Say(e);
            return string.Empty;
        }
    }

    public string Show() => ObservationSpace.Show(Observation);

    public void Dispose() => Env.Dispose();

    // The exception must say which call it came from.
    private void Guarded(Action call)
    {
        try
        {
            call();
        }
        catch (Exception e)
        {
            var text = new StringBuilder(LastCall).Append(" threw ").Append(CheckContext.Say(e));
            throw new GymException(text.ToString(), e);
        }
    }
}
