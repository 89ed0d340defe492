namespace Palestra.Settings;

/// <summary>
/// One setting as it is in force, and why. Immutable. All texts are fit to be shown: those of a secret are masked.
/// </summary>
public sealed record EffectiveSetting
{
    /// <summary>Stands for the value of a secret that is set.</summary>
    public const string Mask = "(secret)";

    public required SettingSpec Spec { get; init; }

    /// <summary>The value as a person would write it.</summary>
    public required string Value { get; init; }

    /// <summary>The default as a person would write it.</summary>
    public required string Default { get; init; }

    /// <summary>The layer the value comes from.</summary>
    public required SettingOrigin Origin { get; init; }

    /// <summary>What each layer says, weakest first; all six are there.</summary>
    public required IReadOnlyList<LayerValue> Layers { get; init; }

    /// <summary>The value after the next start, when it is another one; <c>null</c> when nothing is pending.</summary>
    public string? Pending { get; init; }

    /// <summary><c>.env</c>, environment or command line give the value, so that no stored one can win.</summary>
    public bool Pinned { get; init; }

    /// <summary>Version of the namespace: grows with every change of a stored override of it.</summary>
    public long Version { get; init; }
}

/// <summary>What one layer says about one setting.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Value">Its value, <c>null</c> when it says nothing.</param>
/// <param name="Source">Where it stands: a file with line, a variable, an option.</param>
/// <param name="Wins">Whether this value is in force.</param>
/// <param name="Note">Why it wins, lost or says nothing.</param>
public sealed record LayerValue(SettingOrigin Layer, string? Value, string? Source, bool Wins, string Note);
