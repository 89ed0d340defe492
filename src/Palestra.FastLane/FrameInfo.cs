namespace Palestra.FastLane;

/// <summary>What goes with one frame that was read.</summary>
/// <param name="Number">1 for the first frame of a segment; a new segment begins again with 1.</param>
/// <param name="WrittenAtUs">Microseconds since the Unix epoch, by the writer's clock.</param>
/// <param name="Bytes">Width x height x channels.</param>
public readonly record struct FrameInfo(
    long Number, long WrittenAtUs, int Width, int Height, int Channels, int Bytes, FrameHud Hud);
