using System.Text.Json;

namespace Palestra.Trainer.Api;

/// <summary>One argument of an environment or parameter of an algorithm; <c>null</c> where a field does not apply.</summary>
public sealed record ParameterView
{
    public required string Name { get; init; }

    /// <summary><c>int</c>, <c>float</c>, <c>bool</c> or <c>string</c>.</summary>
    public required string Type { get; init; }

    public JsonElement? Default { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    public IReadOnlyList<JsonElement>? Allowed { get; init; }

    public string? Unit { get; init; }

    public required string Description { get; init; }
}

public sealed record EnvironmentView
{
    public required string Id { get; init; }

    public required string Summary { get; init; }

    /// <summary>What it is grouped with in lists: <c>toy text</c>, <c>classic control</c> …; empty if nobody said.</summary>
    public string Family { get; init; } = "";

    /// <summary>Why the id should not be used any more and what to use instead; <c>null</c> for a current one.</summary>
    public string? Deprecation { get; init; }

    /// <summary>What the space is, for example <c>{"type": "Discrete", "n": 4, …}</c>.</summary>
    public required JsonElement ActionSpace { get; init; }

    public required JsonElement ObservationSpace { get; init; }

    /// <summary>Names of the actions of a discrete space; empty if they have none.</summary>
    public IReadOnlyList<string> ActionNames { get; init; } = [];

    public long? MaxEpisodeSteps { get; init; }

    public double? RewardThreshold { get; init; }

    /// <summary>The map with default arguments; <c>null</c> where there is none.</summary>
    public GridView? Grid { get; init; }

    public required IReadOnlyList<ParameterView> Arguments { get; init; }

    /// <summary>Frames per second at which it moves as its model means it to.</summary>
    public int RenderFps { get; init; }

    /// <summary>How a person plays it by keyboard; <c>null</c> if nobody can.</summary>
    public KeyMapView? Keys { get; init; }
}

/// <summary>Which keys are which actions.</summary>
/// <param name="Idle">The action of a tick without a key; <c>null</c>: nothing happens until a key is pressed.</param>
public sealed record KeyMapView(IReadOnlyList<KeyView> Bindings, double? Idle)
{
    internal static KeyMapView From(Gym.KeyMap keys) => new([.. keys.Bindings.Select(key => new KeyView(key.Key, key.Action))], keys.Idle);
}

/// <param name="Key">As browsers name its place (<c>KeyboardEvent.code</c>).</param>
/// <param name="Action">The action of a discrete space, or the value of a Box of one number.</param>
public sealed record KeyView(string Key, double Action);

/// <summary>A map: cells are <c>[row, column]</c>, counted from 0 at the top left.</summary>
public sealed record GridView(
    int Rows, int Columns, IReadOnlyList<IReadOnlyList<int>> Starts, IReadOnlyList<IReadOnlyList<int>> Goals, IReadOnlyList<IReadOnlyList<int>> Holes)
{
    internal static GridView From(Gym.GridLayout grid) => new(grid.Rows, grid.Columns, Cells(grid.Starts), Cells(grid.Goals), Cells(grid.Holes));

    private static int[][] Cells(IReadOnlyList<Gym.GridCell> cells) => [.. cells.Select(cell => new[] { cell.Row, cell.Column })];
}

/// <summary>The fields of a <c>RunRequest</c> that the daemon has a default and a range for.</summary>
public sealed record RunFieldList(IReadOnlyList<ParameterView> Fields);

public sealed record EnvironmentList(IReadOnlyList<EnvironmentView> Environments);

public sealed record AlgorithmView
{
    public required string Id { get; init; }

    public required string Summary { get; init; }

    public required IReadOnlyList<ParameterView> Parameters { get; init; }

    /// <summary>Kinds of action space it can work with.</summary>
    public required IReadOnlyList<string> ActionSpaces { get; init; }

    public required IReadOnlyList<string> ObservationSpaces { get; init; }
}

public sealed record AlgorithmList(IReadOnlyList<AlgorithmView> Algorithms);

/// <summary>A kind of log record.</summary>
/// <param name="Scope">What one record is about: run, worker, session, stream, subscriber or component.</param>
/// <param name="Template">One sentence with a <c>{name}</c> for each value.</param>
public sealed record LogIdView(string Id, string Component, string SubComponent, string Scope, string Severity, string Template);

public sealed record LogIdList(IReadOnlyList<LogIdView> LogIds);
