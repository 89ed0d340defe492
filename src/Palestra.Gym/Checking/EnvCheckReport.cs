namespace Palestra.Gym.Checking;

/// <summary>What <see cref="EnvChecker"/> found. Immutable.</summary>
/// <param name="EnvId">Id of the environment; its type's name if it was never made.</param>
/// <param name="Seed">The seed everything was played with: the same gives the same findings.</param>
/// <param name="Findings">The worst first; each rule at most once.</param>
public sealed record EnvCheckReport(string EnvId, ulong Seed, IReadOnlyList<EnvFinding> Findings)
{
    /// <summary>No errors and no warnings; there may be notes.</summary>
    public bool IsClean => Findings.All(f => f.Severity == FindingSeverity.Note);

    public bool HasErrors => Findings.Any(f => f.Severity == FindingSeverity.Error);

    public override string ToString() => string.Join('\n', Findings);
}
