using Palestra.Gym;

namespace Palestra.Trainer.Runs;

/// <summary>The operator's limits on maps of one's own, for run requests, previews and forms alike.</summary>
internal sealed class GridLimits(Func<GridSettings> settings)
{
    /// <summary>One sentence on a map that is too small or too large; <c>null</c> for one that is allowed.</summary>
    /// <param name="values">The arguments the environment was made of.</param>
    public string? Refusal(IEnv env, ParameterValues values)
    {
        // Fixed maps are the environment's own; only who shapes one meets the limits.
        if (env.Grid is not { } grid || !values.Specs.Any(spec => spec.ShapesGrid && IsSet(values, spec)))
        {
            return null;
        }

        var limits = settings();
        return Math.Min(grid.Rows, grid.Columns) < limits.MinSize || Math.Max(grid.Rows, grid.Columns) > limits.MaxSize
            ? $"The map has {grid.Rows} rows and {grid.Columns} columns: {limits.MinSize} to {limits.MaxSize} of each are allowed (env.grid.min_size, env.grid.max_size)."
            : null;
    }

    /// <summary>A parameter as forms should offer it: within what the environment can do and the operator allows.</summary>
    public ParameterSpec Narrow(ParameterSpec spec)
    {
        if (!spec.ShapesGrid)
        {
            return spec;
        }

        var limits = settings();
        var hint = $"{spec.Description} Here {limits.MinSize} to {limits.MaxSize} rows and columns are allowed.";
        return spec.Kind == ParameterKind.Int
            ? spec with { Max = Math.Min(spec.Max ?? limits.MaxSize, limits.MaxSize), Description = hint }
            : spec with { Description = hint };
    }

    private static bool IsSet(ParameterValues values, ParameterSpec spec) => spec.Kind switch
    {
        ParameterKind.Int => values.Int(spec.Name) != (long)spec.Default,
        ParameterKind.String => values.Text(spec.Name) != (string)spec.Default,
        _ => values.Given.Contains(spec.Name),
    };
}
