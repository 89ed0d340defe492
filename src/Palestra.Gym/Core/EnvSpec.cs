namespace Palestra.Gym;

/// <summary>How an environment id is registered. Immutable.</summary>
public sealed record EnvSpec
{
    [NotTunable("Gymnasium's rate for environments that name none of their own, such as its toy texts.")]
    private const int DefaultRenderFps = 4;

    /// <summary>Name and version, for example <c>FrozenLake-v1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence for lists.</summary>
    public required string Summary { get; init; }

    /// <summary>What it is grouped with in lists: <c>toy text</c>, <c>classic control</c>, <c>grid world</c> …</summary>
    public string Family { get; init; } = string.Empty;

    /// <summary>Arguments of the constructor that a caller may give; defaults are this id's.</summary>
    public IReadOnlyList<ParameterSpec> Parameters { get; init; } = [];

    /// <summary>Options of <see cref="IEnv.Reset"/>.</summary>
    public IReadOnlyList<ParameterSpec> ResetOptions { get; init; } = [];

    /// <summary>Steps after which <see cref="EnvRegistry.Make(string, IReadOnlyDictionary{string, System.Text.Json.JsonElement}?)"/>
    /// truncates an episode; <c>null</c> is no limit.</summary>
    public int? MaxEpisodeSteps { get; init; }

    /// <summary>The argument whose value takes the place of <see cref="MaxEpisodeSteps"/> in an environment made with it; <c>null</c> if none does.</summary>
    public string? StepLimitArgument { get; init; }

    /// <summary>Mean return from which the task counts as solved; <c>null</c> if nobody agreed on one.</summary>
    public double? RewardThreshold { get; init; }

    /// <summary>Names of the actions of a discrete space, in order; empty if they have none.</summary>
    public IReadOnlyList<string> ActionNames { get; init; } = [];

    /// <summary>
    /// The environment itself clips actions beyond the bounds of its <see cref="Box"/>, as Gymnasium's does; only what is
    /// not finite is refused then.
    /// </summary>
    public bool ClipsActions { get; init; }

    /// <summary>How a person plays it by keyboard; <c>null</c> if nobody can.</summary>
    public KeyMap? Keys { get; init; }

    /// <summary>Frames per second at which it moves as its model means it to (Gymnasium's <c>render_fps</c>).</summary>
    public int RenderFps { get; init; } = DefaultRenderFps;

    /// <summary>Why the id should not be used any more and what to use instead; <c>null</c> for a current one.</summary>
    public string? Deprecation { get; init; }

    /// <summary>Builds the bare environment from checked arguments; the registry adds time limit and order check.</summary>
    public required Func<ParameterValues, IEnv> Create { get; init; }

    /// <summary>Stands in for environments that were built without a registry.</summary>
    public static EnvSpec Unregistered(string name) => new()
    {
        Id = name,
        Summary = string.Empty,
        Create = _ => throw new GymException($"{name} is not registered, so it cannot be made by id."),
    };
}
