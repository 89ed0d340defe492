using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>
/// Draws a lake. Ice, holes, mat and present are drawn once, at the first frame; a frame is a copy of that picture and a
/// stamp of the walker. Not thread-safe; allocates at the first frame only.
/// </summary>
internal sealed class FrozenLakePainter(FrozenLakeMap map)
{
    // As in Gymnasium: 64 pixels a cell, at most 512 a side.
    [NotTunable("The size of Gymnasium's pictures of this environment.")]
    private const int CellPixels = 64;
    [NotTunable("The size of Gymnasium's pictures of this environment.")]
    private const int MaxPixels = 512;

    private byte[]? _background;
    private Sprite[] _walkers = [];

    public FrameSize Size { get; } = new(Math.Min(CellPixels * map.Width, MaxPixels), Math.Min(CellPixels * map.Height, MaxPixels));

    /// <param name="lastAction">Direction of the last move, -1 before the first.</param>
    public void Paint(Span<byte> rgb, int cell, int lastAction)
    {
        if (_background is null)
        {
            Prepare();
        }

        _background.CopyTo(rgb);
        var pose = map[cell] switch
        {
            'H' => Figure.Pose.Fallen,
            'G' => Figure.Pose.Arrived,
            _ => lastAction switch
            {
                0 => Figure.Pose.Left,
                2 => Figure.Pose.Right,
                3 => Figure.Pose.Away,
                _ => Figure.Pose.Front,
            },
        };
        _walkers[(int)pose].Stamp(
            rgb, Size.Width, Size.Height, cell % map.Width * Size.Width / map.Width, cell / map.Width * Size.Height / map.Height);
    }

    private void Prepare()
    {
        var picture = new byte[Size.Bytes];
        LakeScenery.Draw(new Canvas(picture, Size.Width, Size.Height), map);
        var (width, height) = (Math.Max(1, Size.Width / map.Width), Math.Max(1, Size.Height / map.Height));
        _walkers = new Walker().Sprites(width, height);
        _background = picture;
    }
}
