using System.Numerics;

namespace Palestra.Gym.Rendering;

/// <summary>One cell in pixels; indexed by fractions of it.</summary>
internal readonly record struct Tile(Vector2 Origin, Vector2 Size)
{
    public Vector2 this[float x, float y] => Origin + (new Vector2(x, y) * Size);

    public float Length(float fraction) => fraction * Math.Min(Size.X, Size.Y);
}
