namespace Palestra.Gym.Toy;

/// <summary>Checks arguments of environments that are built without a registry.</summary>
internal static class Probability
{
    /// <returns>The value.</returns>
    /// <exception cref="GymException">It is no number from 0 to 1.</exception>
    public static double Check(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new GymException($"{name} is {value}, which is not allowed: numbers 0 to 1.");
}
