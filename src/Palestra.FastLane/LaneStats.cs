namespace Palestra.FastLane;

/// <summary>Counters of one reader since it was made.</summary>
/// <param name="FramesWritten">Frames the writer has published into the present segment.</param>
/// <param name="FramesRead">Frames handed out, over all segments.</param>
/// <param name="FramesSkipped">Frames passed over because a newer one was there, over all segments.</param>
/// <param name="TornReads">Copies thrown away because the writer overtook them.</param>
/// <param name="Reconnects">Attachments after the first one.</param>
/// <param name="Depth">Frames written and not yet read or passed over, at the time of the question.</param>
/// <param name="AgeUs">Age of the last frame handed out when it was read, in microseconds; -1 before the first.</param>
public readonly record struct LaneStats(
    long FramesWritten, long FramesRead, long FramesSkipped, long TornReads, long Reconnects, long Depth, long AgeUs);
