namespace Palestra.Gym;

/// <summary>The one sentence about buffers of the wrong length.</summary>
internal static class Rows
{
    /// <exception cref="GymException">The buffer is shorter than a row.</exception>
    public static void Check(int length, Space space, string what)
    {
        if (length < space.RowBytes)
        {
            throw new GymException($"One {what} of {space} has {space.RowBytes} bytes, but the buffer has {length}.");
        }
    }
}
