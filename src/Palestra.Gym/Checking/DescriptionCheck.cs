using System.Text.Json;

namespace Palestra.Gym.Checking;

/// <summary>What an environment says of itself: spec, spaces, parameters, names, keys, map.</summary>
internal static class DescriptionCheck
{
    public static void Run(CheckContext context)
    {
        using var env = context.Make();
        if (Missing(env) is { } missing)
        {
            throw new GymException($"{missing} of {env.GetType().Name} is null");
        }

        var spec = env.Spec;
        if (!ReferenceEquals(env.ActionSpace, env.ActionSpace) || !ReferenceEquals(env.ObservationSpace, env.ObservationSpace))
        {
            context.Warn("space-instance", $"{spec.Id} makes a new space whenever it is asked for one, so that seeding it does nothing: make it once.");
        }

        CheckSpec(context, spec);
        CheckParameters(context, spec.Parameters, "parameter");
        CheckParameters(context, spec.ResetOptions, "reset option");
        CheckActions(context, spec, env.ActionSpace);
        CheckGrid(context, env.Grid);
        if (spec.ResetOptions.Count > 0)
        {
            env.Reset(context.Seed, new byte[env.ObservationSpace.RowBytes], ParameterValues.Defaults(spec.ResetOptions));
        }
    }

    private static string? Missing(IEnv env) => env switch
    {
        { Spec: null } => "Spec",
        { ActionSpace: null } => "ActionSpace",
        { ObservationSpace: null } => "ObservationSpace",
        { Random: null } => "Random",
        _ => null,
    };

    private static void CheckSpec(CheckContext context, EnvSpec spec)
    {
        if (string.IsNullOrWhiteSpace(spec.Id) || spec.Id.Any(char.IsWhiteSpace))
        {
            context.Error("spec", $"The id '{spec.Id}' is empty or has spaces: an id is a name and a version, such as FrozenLake-v1.");
        }

        if (spec.MaxEpisodeSteps < 1)
        {
            context.Error("spec", $"The time limit of {spec.Id} is {spec.MaxEpisodeSteps} steps: 1 or more, or null for none, is allowed.");
        }

        if (spec.RewardThreshold is { } threshold && !double.IsFinite(threshold))
        {
            context.Error("spec", $"The reward threshold of {spec.Id} is {threshold}: a finite number, or null for none, is allowed.");
        }

        if (spec.RenderFps < 1)
        {
            context.Error("spec", $"{spec.Id} asks for {spec.RenderFps} frames per second: 1 or more is allowed.");
        }
    }

    private static void CheckParameters(CheckContext context, IReadOnlyList<ParameterSpec> parameters, string what)
    {
        var names = new HashSet<string>();
        foreach (var parameter in parameters)
        {
            if (string.IsNullOrWhiteSpace(parameter.Name) || !names.Add(parameter.Name))
            {
                context.Error("parameter", $"There are two of the {what} '{parameter.Name}', or it has no name: every one has a name of its own.");
            }

            if (parameter.Min > parameter.Max)
            {
                context.Error("parameter", $"The {what} '{parameter.Name}' allows {parameter.Min} to {parameter.Max}: the lower must not exceed the upper.");
            }

            if (!HasKind(parameter))
            {
                context.Error("parameter", $"The default of the {what} '{parameter.Name}' is of type {parameter.Default?.GetType().Name ?? "null"}, which is not that of its kind {parameter.Kind}.");
                continue;
            }

            var json = JsonSerializer.SerializeToElement(parameter.Default, parameter.Default!.GetType());
            if (parameter.Read(json, "the environment").Error is not null)
            {
                context.Error("parameter", $"The default of the {what} '{parameter.Name}' is '{parameter.Default}', which it does not allow itself: {parameter.AllowedText}.");
            }
        }
    }

    private static bool HasKind(ParameterSpec parameter) => parameter.Kind switch
    {
        ParameterKind.Int => parameter.Default is long,
        ParameterKind.Float => parameter.Default is double value && double.IsFinite(value),
        ParameterKind.Bool => parameter.Default is bool,
        _ => parameter.Default is string,
    };

    private static void CheckActions(CheckContext context, EnvSpec spec, Space space)
    {
        if (spec.ActionNames.Count > 0 && (space is not Discrete discrete || spec.ActionNames.Count != discrete.N))
        {
            context.Error("action-names", $"{spec.Id} names {spec.ActionNames.Count} actions, but its action space is {space}: a discrete one has one name per action.");
        }

        if (spec.Keys is not { } keys)
        {
            return;
        }

        IEnumerable<KeyBinding> idle = keys.Idle is { } action ? [new KeyBinding("the idle time", action)] : [];
        foreach (var (key, value) in keys.Bindings.Concat(idle))
        {
            var row = new byte[space.RowBytes];
            var fits = space is Discrete ? value == Math.Floor(value) : space is Box { Count: 1 };
            if (fits)
            {
                NumberJson.Set(space.ElementType, row, value);
            }

            if (!fits || !space.Contains(row))
            {
                context.Error("keys", $"The key map of {spec.Id} gives {key} the action {value}, which is outside {space}: allowed are {space.Allowed}.");
            }
        }
    }

    private static void CheckGrid(CheckContext context, GridLayout? grid)
    {
        foreach (var cell in grid is null ? [] : grid.Starts.Concat(grid.Goals).Concat(grid.Holes))
        {
            if ((uint)cell.Row >= (uint)grid!.Rows || (uint)cell.Column >= (uint)grid.Columns)
            {
                context.Error("grid", $"The map has {grid.Rows} rows of {grid.Columns}, but names the cell in row {cell.Row}, column {cell.Column}: both count from 0.");
            }
        }
    }
}
