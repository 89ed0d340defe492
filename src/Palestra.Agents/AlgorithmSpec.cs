using Palestra.Gym;

namespace Palestra.Agents;

/// <summary>An algorithm as it is registered. Immutable.</summary>
public sealed record AlgorithmSpec
{
    public required string Id { get; init; }

    /// <summary>One sentence for lists.</summary>
    public required string Summary { get; init; }

    public IReadOnlyList<ParameterSpec> Parameters { get; init; } = [];

    /// <summary>Kinds of action space it can act in; empty is any.</summary>
    public IReadOnlyList<string> ActionSpaces { get; init; } = [];

    /// <summary>Kinds of observation space it can read; empty is any.</summary>
    public IReadOnlyList<string> ObservationSpaces { get; init; } = [];

    /// <summary>Asked with action and observation space when their kinds are right: <c>null</c>, or one sentence on why it cannot work all the same.</summary>
    public Func<Space, Space, string?>? AlsoRefuses { get; init; }

    public required Func<ParameterValues, LearnerContext, ILearner> Create { get; init; }

    /// <summary>Whether it can work with an environment.</summary>
    /// <returns><c>null</c>, or one sentence that says why not.</returns>
    public string? Refusal(Space actionSpace, Space observationSpace)
    {
        ArgumentNullException.ThrowIfNull(actionSpace);
        ArgumentNullException.ThrowIfNull(observationSpace);
        return Refusal("action", actionSpace, ActionSpaces) ?? Refusal("observation", observationSpace, ObservationSpaces)
            ?? (AlsoRefuses?.Invoke(actionSpace, observationSpace) is { } why ? $"Algorithm '{Id}' cannot work here: {why}" : null);
    }

    private string? Refusal(string what, Space space, IReadOnlyList<string> kinds) =>
        kinds.Count == 0 || kinds.Contains(space.Kind)
            ? null
            : $"Algorithm '{Id}' cannot work with the {what} space {space}: it needs {string.Join(" or ", kinds)}.";
}
