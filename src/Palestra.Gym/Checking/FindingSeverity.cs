namespace Palestra.Gym.Checking;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Note,

    /// <summary>It works, but slower or less usefully than it could.</summary>
    Warning,

    /// <summary>The environment breaks a promise of <see cref="IEnv"/>.</summary>
    Error,
}
