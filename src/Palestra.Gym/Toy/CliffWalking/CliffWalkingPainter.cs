using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>
/// Draws the cliff. The mountain is the same for all and drawn once, at the first frame of any; a frame is a copy of that
/// picture and a stamp of the hiker. Thread-safe; allocates at the first frame only.
/// </summary>
internal static class CliffWalkingPainter
{
    public static readonly FrameSize Size = new(CliffMap.Columns * CellPixels, CliffMap.Rows * CellPixels);

    [NotTunable("The size of Gymnasium's pictures of this environment.")]
    private const int CellPixels = 60;

    private static readonly Backdrop Mountain = new(Size, canvas => MountainScenery.Draw(canvas, CellPixels));
    private static readonly Lazy<Sprite[]> Hikers = new(() => new Hiker().Sprites(CellPixels, CellPixels));

    /// <param name="lastAction">Direction of the last move, -1 before the first.</param>
    /// <param name="fell">Whether that move led over the edge.</param>
    public static void Paint(Span<byte> rgb, int cell, int lastAction, bool fell)
    {
        Mountain.Begin(rgb);
        var pose = (cell, fell, lastAction) switch
        {
            (CliffMap.Goal, _, _) => Figure.Pose.Arrived,
            (_, true, _) => Figure.Pose.Fallen,
            (_, _, 0) => Figure.Pose.Away,
            (_, _, 1) => Figure.Pose.Right,
            (_, _, 3) => Figure.Pose.Left,
            _ => Figure.Pose.Front,
        };
        Hikers.Value[(int)pose].Stamp(
            rgb, Size.Width, Size.Height, cell % CliffMap.Columns * CellPixels, cell / CliffMap.Columns * CellPixels);
    }
}
