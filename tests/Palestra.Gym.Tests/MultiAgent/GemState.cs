using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

/// <summary>Reads and writes what a gem rush keeps, from outside.</summary>
internal static class GemState
{
    /// <summary>Puts the robots on cells (row * size + column), by way of a saved state: its last bytes are theirs.</summary>
    public static void Put(GemRush env, int[] cells)
    {
        using var stream = new MemoryStream();
        env.SaveState(new BinaryWriter(stream));
        var state = stream.ToArray();
        for (var robot = 0; robot < cells.Length; robot++)
        {
            // Cell and score of four bytes each, heading of one.
            BitConverter.GetBytes(cells[robot]).CopyTo(state, state.Length - (9 * (cells.Length - robot)));
        }

        env.RestoreState(new BinaryReader(new MemoryStream(state)));
    }

    /// <summary>The cells that have 1 in a plane of one agent's observation.</summary>
    public static (int Row, int Column)[] Find(byte[] observations, int agent, int side, int plane)
    {
        var row = observations.AsSpan(agent * side * side * 5, side * side * 5).ToArray();
        return [.. Enumerable.Range(0, side * side).Where(i => row[(i * 5) + plane] == 1).Select(i => (i / side, i % side))];
    }
}
