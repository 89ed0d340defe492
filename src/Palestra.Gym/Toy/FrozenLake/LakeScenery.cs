using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>What does not move: ice, holes, the mat at the start, the present at the goal. Our own drawings.</summary>
internal static class LakeScenery
{
    private static readonly Rgb IceAbove = new(232, 245, 252);
    private static readonly Rgb IceBelow = new(196, 225, 241);
    private static readonly Rgb Seam = new(158, 199, 222);
    private static readonly Rgb Crack = new(140, 187, 214);
    private static readonly Rgb Snow = new(250, 253, 255);
    private static readonly Rgb WaterShallow = new(46, 112, 158);
    private static readonly Rgb WaterDeep = new(9, 34, 70);

    public static void Draw(Canvas canvas, FrozenLakeMap map)
    {
        var size = new Vector2((float)canvas.Width / map.Width, (float)canvas.Height / map.Height);
        Ice(canvas, size);
        for (var cell = 0; cell < map.Cells; cell++)
        {
            var at = new Tile(new Vector2(cell % map.Width, cell / map.Width) * size, size);
            switch (map[cell])
            {
                case 'H':
                    Hole(canvas, at, (uint)cell);
                    break;
                case 'S':
                    Mat(canvas, at);
                    break;
                case 'G':
                    Present(canvas, at);
                    break;
                default:
                    Frost(canvas, at, (uint)cell);
                    break;
            }
        }
    }

    // Lighter above than below, cloudy, each tile with a seam and a lit upper edge.
    private static void Ice(Canvas canvas, Vector2 size)
    {
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                var (column, row) = ((int)(x / size.X), (int)(y / size.Y));
                var cloud = (5 * Noise.Cloud(x / 70f, y / 70f)) + (2.5 * Noise.Cloud(x / 15f, y / 11f));
                var tint = 4 * (Noise.Chance((uint)((row * 131) + column), 9) - 0.5);
                var colour = IceAbove.Towards(IceBelow, (double)y / canvas.Height).Lighter(cloud + tint);
                var edge = Math.Min(x - (column * size.X), y - (row * size.Y));
                colour = edge < 1 ? colour.Towards(Seam, 0.75) : edge < 2.5 ? colour.Towards(Snow, 0.6) : colour;
                canvas[x, y] = colour;
            }
        }
    }

    // Sheen on many tiles, a crack on some.
    private static void Frost(Canvas canvas, Tile at, uint cell)
    {
        if (Noise.Chance(cell, 1) < 0.55)
        {
            var shift = (float)(Noise.Chance(cell, 2) - 0.5) * 0.4f;
            canvas.Line(at[0.24f + shift, 0.5f + shift], at[0.5f + shift, 0.24f + shift], at.Length(0.055f), Snow, 0.75f);
            canvas.Line(at[0.38f + shift, 0.52f + shift], at[0.52f + shift, 0.38f + shift], at.Length(0.03f), Snow, 0.65f);
        }

        if (Noise.Chance(cell, 3) < 0.3)
        {
            var angle = (float)(Noise.Chance(cell, 4) * Math.Tau);
            var from = new Vector2(0.5f + (0.15f * MathF.Cos(angle)), 0.55f + (0.15f * MathF.Sin(angle)));
            for (var i = 0u; i < 5; i++)
            {
                var turn = angle + (float)((Noise.Chance(cell, 20 + i) - 0.5) * 1.6);
                var to = from + (new Vector2(MathF.Cos(turn), MathF.Sin(turn)) * 0.12f);
                to = Vector2.Clamp(to, new Vector2(0.06f), new Vector2(0.94f));
                canvas.Line(at[from.X, from.Y] + new Vector2(0.8f), at[to.X, to.Y] + new Vector2(0.8f), at.Length(0.016f), Snow, 0.8f);
                canvas.Line(at[from.X, from.Y], at[to.X, to.Y], at.Length(0.018f), Crack, 0.85f);
                if (i is 1 or 3)
                {
                    var side = turn + (i == 1 ? 1.1f : -1.0f);
                    var branch = from + (new Vector2(MathF.Cos(side), MathF.Sin(side)) * 0.09f);
                    canvas.Line(at[from.X, from.Y], at[branch.X, branch.Y], at.Length(0.014f), Crack, 0.7f);
                }

                from = to;
            }
        }
    }

    private static void Hole(Canvas canvas, Tile at, uint cell)
    {
        Blob(canvas, at, cell, 0.46f, 0.012f, Crack, 0.5f);
        Blob(canvas, at, cell, 0.45f, 0, Snow, 1);
        Blob(canvas, at, cell, 0.405f, 0, Seam, 1);
        for (var i = 0; i <= 6; i++)
        {
            Blob(canvas, at, cell, 0.385f - (0.032f * i), 0.006f * i, WaterShallow.Towards(WaterDeep, Math.Min(1, 0.25 + (i / 5.0))), 1);
        }

        // Light on the water: short strokes along two arcs.
        Arc(canvas, at, 0.30f, 3.5f, 4.5f, 0.030f, new Rgb(150, 203, 232), 0.75f);
        Arc(canvas, at, 0.22f, 0.4f, 1.1f, 0.022f, new Rgb(96, 158, 200), 0.55f);
    }

    private static void Blob(Canvas canvas, Tile at, uint cell, float radius, float down, Rgb colour, float alpha)
    {
        const int Corners = 40;
        Span<Vector2> corners = stackalloc Vector2[Corners];
        var (a, b) = ((float)(Noise.Chance(cell, 5) * Math.Tau), (float)(Noise.Chance(cell, 6) * Math.Tau));
        for (var i = 0; i < Corners; i++)
        {
            var angle = i * MathF.Tau / Corners;
            var r = radius * (0.95f + (0.05f * MathF.Sin((2 * angle) + a)) + (0.035f * MathF.Sin((5 * angle) + b)));
            corners[i] = at[0.5f + (r * MathF.Cos(angle)), 0.5f + down + (r * 0.94f * MathF.Sin(angle))];
        }

        canvas.Polygon(corners, colour, alpha);
    }

    private static void Arc(Canvas canvas, Tile at, float radius, float from, float to, float width, Rgb colour, float alpha)
    {
        const int Parts = 8;
        for (var i = 0; i < Parts; i++)
        {
            var (a, b) = (from + ((to - from) * i / Parts), from + ((to - from) * (i + 1) / Parts));
            canvas.Line(
                at[0.5f + (radius * MathF.Cos(a)), 0.5f + (radius * MathF.Sin(a))],
                at[0.5f + (radius * MathF.Cos(b)), 0.5f + (radius * MathF.Sin(b))],
                at.Length(width) * (1 - (0.6f * Math.Abs((i / (Parts - 1f)) - 0.5f))),
                colour,
                alpha * 0.6f);
        }
    }

    private static void Mat(Canvas canvas, Tile at)
    {
        var (wool, dark, light) = (new Rgb(214, 98, 60), new Rgb(160, 62, 40), new Rgb(249, 200, 122));
        canvas.Rectangle(at[0.12f, 0.26f], at[0.90f, 0.82f], at.Length(0.05f), new Rgb(90, 130, 160), 0.35f);
        for (var i = 0; i < 9; i++)
        {
            var y = 0.25f + (0.5f * (i + 0.5f) / 9);
            canvas.Line(at[0.07f, y], at[0.93f, y], at.Length(0.022f), light);
        }

        canvas.Rectangle(at[0.11f, 0.22f], at[0.89f, 0.78f], at.Length(0.05f), dark);
        canvas.Rectangle(at[0.13f, 0.24f], at[0.87f, 0.76f], at.Length(0.04f), wool);
        foreach (var x in (ReadOnlySpan<float>)[0.22f, 0.78f])
        {
            canvas.Rectangle(at[x - 0.035f, 0.24f], at[x + 0.035f, 0.76f], 0, light);
            canvas.Rectangle(at[x - 0.012f, 0.24f], at[x + 0.012f, 0.76f], 0, dark);
        }

        Span<Vector2> diamond = [at[0.5f, 0.31f], at[0.67f, 0.5f], at[0.5f, 0.69f], at[0.33f, 0.5f]];
        canvas.Polygon(diamond, light);
        diamond = [at[0.5f, 0.38f], at[0.61f, 0.5f], at[0.5f, 0.62f], at[0.39f, 0.5f]];
        canvas.Polygon(diamond, dark);
    }

    private static void Present(Canvas canvas, Tile at)
    {
        var (paper, shade, ribbon, fold) = (new Rgb(203, 52, 92), new Rgb(158, 33, 70), new Rgb(255, 208, 88), new Rgb(222, 160, 44));
        canvas.Glow(at[0.5f, 0.52f], at.Length(0.62f), new Rgb(255, 232, 150), 0.95f);
        canvas.Ellipse(at[0.52f, 0.86f], at.Size * new Vector2(0.33f, 0.07f), new Rgb(70, 105, 140), 0.4f);
        canvas.Rectangle(at[0.22f, 0.44f], at[0.78f, 0.87f], at.Length(0.03f), paper);
        canvas.Rectangle(at[0.62f, 0.44f], at[0.78f, 0.87f], at.Length(0.03f), shade, 0.45f);
        canvas.Rectangle(at[0.435f, 0.44f], at[0.565f, 0.87f], 0, ribbon);
        canvas.Rectangle(at[0.17f, 0.34f], at[0.83f, 0.50f], at.Length(0.03f), paper.Lighter(22));
        canvas.Rectangle(at[0.17f, 0.475f], at[0.83f, 0.515f], 0, shade, 0.55f);
        canvas.Rectangle(at[0.435f, 0.34f], at[0.565f, 0.50f], 0, ribbon);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            Span<Vector2> loop =
            [
                at[0.5f, 0.34f], at[0.5f + (side * 0.10f), 0.16f], at[0.5f + (side * 0.22f), 0.13f], at[0.5f + (side * 0.28f), 0.20f],
                at[0.5f + (side * 0.25f), 0.29f], at[0.5f + (side * 0.12f), 0.345f],
            ];
            canvas.Polygon(loop, ribbon);
            canvas.Line(at[0.5f + (side * 0.05f), 0.315f], at[0.5f + (side * 0.20f), 0.215f], at.Length(0.05f), fold, 0.8f);
        }

        canvas.Circle(at[0.5f, 0.325f], at.Length(0.062f), ribbon.Lighter(12));
        canvas.Line(at[0.27f, 0.56f], at[0.27f, 0.78f], at.Length(0.035f), Rgb.White, 0.35f);
    }
}
