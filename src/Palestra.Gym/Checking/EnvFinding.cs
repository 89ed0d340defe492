namespace Palestra.Gym.Checking;

/// <summary>One thing that was found about an environment. Immutable.</summary>
/// <param name="Rule">Name of the rule, for example <c>observation-space</c>; never changes its meaning.</param>
/// <param name="Message">One sentence: what happened, the value, what is right.</param>
public sealed record EnvFinding(string Rule, FindingSeverity Severity, string Message)
{
    public override string ToString() => $"{Severity.ToString().ToLowerInvariant()} {Rule}: {Message}";
}
