using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>Who walks a toy world: one drawing per pose, in fractions of a cell.</summary>
internal abstract class Figure
{
    internal enum Pose
    {
        Front,
        Left,
        Right,
        Away,
        Fallen,
        Arrived,
    }

    /// <summary>A sprite for each pose, in their order.</summary>
    public Sprite[] Sprites(int width, int height) =>
        [.. Enum.GetValues<Pose>().Select(pose => new Sprite(width, height, canvas => Draw(canvas, pose)))];

    protected abstract void Front(Pen pen, bool cheering);

    /// <summary>Looking to the right.</summary>
    protected abstract void Side(Pen pen);

    protected abstract void Away(Pen pen);

    protected abstract void Fallen(Pen pen);

    /// <summary>Smaller than the others, as the goal is to be seen too.</summary>
    protected abstract void Arrived(Canvas canvas, Tile tile);

    private void Draw(Canvas canvas, Pose pose)
    {
        var tile = new Tile(Vector2.Zero, new Vector2(canvas.Width, canvas.Height));
        switch (pose)
        {
            case Pose.Left:
                Side(new Pen(canvas, tile, mirrored: true));
                break;
            case Pose.Right:
                Side(new Pen(canvas, tile));
                break;
            case Pose.Away:
                Away(new Pen(canvas, tile));
                break;
            case Pose.Fallen:
                Fallen(new Pen(canvas, tile));
                break;
            case Pose.Arrived:
                Arrived(canvas, tile);
                break;
            default:
                Front(new Pen(canvas, tile), cheering: false);
                break;
        }
    }
}
