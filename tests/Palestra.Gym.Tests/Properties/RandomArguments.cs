using System.Text.Json;

namespace Palestra.Gym.Tests;

/// <summary>Draws values that parameters allow, as a person might choose them in a form.</summary>
internal static class RandomArguments
{
    /// <summary>About half of the parameters get a value, the others keep their default.</summary>
    public static Dictionary<string, JsonElement> Draw(IReadOnlyList<ParameterSpec> specs, NumpyRandom random)
    {
        var values = new Dictionary<string, JsonElement>();
        foreach (var spec in specs)
        {
            if (random.Random() < 0.5 && Value(spec, random) is { } value)
            {
                values[spec.Name] = JsonSerializer.SerializeToElement(value, value.GetType());
            }
        }

        return values;
    }

    private static object? Value(ParameterSpec spec, NumpyRandom random) => spec.Kind switch
    {
        ParameterKind.Bool => random.Integers(0, 2) == 1,
        ParameterKind.String => spec.Allowed is { } texts ? texts[(int)random.Integers(0, texts.Count)] : null,
        ParameterKind.Int when spec.Min is { } min => random.Integers((long)min, (long)Math.Min(spec.Max ?? double.PositiveInfinity, min + 100) + 1),
        ParameterKind.Float => Number((double)spec.Default, spec.Min ?? double.NegativeInfinity, spec.Max ?? double.PositiveInfinity, random),
        _ => null,
    };

    // Near the default where the range is wide: what is allowed at its far ends is of no physics anybody means.
    private static double Number(double value, double min, double max, NumpyRandom random) => max - min <= 100
        ? random.Uniform(min, max)
        : random.Uniform(Math.Max(min, value - 1), Math.Min(max, value + 1));
}
