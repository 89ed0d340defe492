namespace Palestra.Gym.Toy;

/// <summary>Draws a lake. The ice is drawn once per map; a frame is a copy of it and the walker. Not thread-safe.</summary>
internal sealed class FrozenLakePainter(FrozenLakeMap map)
{
    public FrameSize Size { get; } = new(Math.Min(64 * map.Width, 512), Math.Min(64 * map.Height, 512));

    public void Paint(Span<byte> rgb, int cell, int lastAction) => rgb[..Size.Bytes].Fill((byte)(cell + lastAction));
}
