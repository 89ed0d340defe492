namespace Palestra.Gym.Classic;

/// <summary>Arguments of constructors that are called without a registry, which would have checked them.</summary>
internal static class Finite
{
    /// <exception cref="ParameterException">The value is not finite.</exception>
    public static double Check(double value, string name) => double.IsFinite(value) ? value : throw new ParameterException(
        [new ParameterError(name, $"Parameter '{name}' is {value}, which is not allowed: a finite number.")]);
}
