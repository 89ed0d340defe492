namespace Palestra.Gym.MultiAgent;

/// <summary>How the id of an environment with several agents is registered. Immutable.</summary>
public sealed record MultiAgentSpec
{
    /// <summary>Name and version, for example <c>ConnectFour-v0</c>.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for lists.</summary>
    public required string Summary { get; init; }

    /// <summary>Arguments of the constructor that a caller may give.</summary>
    public IReadOnlyList<ParameterSpec> Parameters { get; init; } = [];

    /// <summary>Builds it from checked arguments, if its agents act in turn.</summary>
    public Func<ParameterValues, IAecEnv>? CreateAec { get; init; }

    /// <summary>Builds it from checked arguments, if its agents act at once. One of the two must be given.</summary>
    public Func<ParameterValues, IParallelEnv>? CreateParallel { get; init; }

    /// <summary>Stands in for environments that were built without a registry.</summary>
    public static MultiAgentSpec Unregistered(string name) => new() { Id = name, Summary = string.Empty };
}
