namespace Palestra.Gym.Vector;

/// <summary>Arrays that start with another value than 0.</summary>
internal static class Filled
{
    public static T[] With<T>(T value, int count)
    {
        var values = new T[count];
        Array.Fill(values, value);
        return values;
    }
}
