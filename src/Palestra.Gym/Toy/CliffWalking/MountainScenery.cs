using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>What does not move: alpine meadow, the gorge below its edge, signpost at the start, hut at the goal. Our own drawings.</summary>
internal static class MountainScenery
{
    private static readonly Rgb GrassAbove = new(158, 203, 108);
    private static readonly Rgb GrassBelow = new(122, 178, 86);
    private static readonly Rgb GrassLit = new(196, 226, 138);
    private static readonly Rgb GrassDark = new(84, 140, 66);
    private static readonly Rgb Seam = new(96, 150, 72);
    private static readonly Rgb RockLit = new(206, 178, 146);
    private static readonly Rgb Rock = new(142, 116, 100);
    private static readonly Rgb RockDark = new(52, 46, 62);
    private static readonly Rgb Mist = new(120, 150, 184);
    private static readonly Rgb Water = new(58, 120, 176);
    private static readonly Rgb Stone = new(168, 166, 160);

    public static void Draw(Canvas canvas, int cellPixels)
    {
        Ground(canvas, cellPixels);
        for (var cell = 0; cell < CliffMap.Cells; cell++)
        {
            var size = new Vector2(cellPixels);
            var pen = new Pen(canvas, new Tile(new Vector2(cell % CliffMap.Columns, cell / CliffMap.Columns) * size, size));
            if (cell == CliffMap.Start)
            {
                MountainMarks.Signpost(pen);
            }
            else if (cell == CliffMap.Goal)
            {
                MountainMarks.Hut(pen);
            }
            else if (!CliffMap.IsCliff(cell))
            {
                Meadow(pen, (uint)cell);
            }
        }
    }

    private static void Ground(Canvas canvas, int cellPixels)
    {
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                var depth = Depth(x, y, cellPixels);
                canvas[x, y] = depth < 0 ? Grass(x, y, cellPixels, canvas.Height, depth) : Gorge(x, y, depth, cellPixels);
            }
        }
    }

    // Pixels below the edge of the meadow; negative on it. The edge is uneven, and the ledges of start and goal stand out.
    private static float Depth(int x, int y, int cellPixels)
    {
        var edge = (float)((3.2 * Noise.Cloud(x / 13f, 40)) + (1.6 * Noise.Cloud(x / 4f, 60)));
        var below = y - ((CliffMap.Rows - 1) * cellPixels) - 4 - edge;
        var side = (float)(2.4 * Noise.Cloud(y / 9f, 80));
        var fromLeft = x - cellPixels + 2 + side;
        var fromRight = ((CliffMap.Columns - 1) * cellPixels) + 2 + side - x;
        return Math.Min(below, Math.Min(fromLeft, fromRight) * 2);
    }

    private static Rgb Grass(int x, int y, int cellPixels, int height, float depth)
    {
        var (column, row) = (x / cellPixels, y / cellPixels);
        var light = (9 * Noise.Cloud(x / 60f, y / 45f)) + (5 * Noise.Cloud(x / 7f, y / 5f)) + (((row + column) & 1) == 0 ? 3 : -3);
        var colour = GrassAbove.Towards(GrassBelow, (double)y / height).Lighter(light);
        var seam = Math.Min(x - (column * cellPixels), y - (row * cellPixels));
        colour = seam < 1 ? colour.Towards(Seam, 0.5) : seam < 2 ? colour.Towards(GrassLit, 0.35) : colour;

        // The last pixels before the edge: bright blades, then the turf's dark rim.
        return depth > -1.5 ? GrassDark : depth > -4 ? colour.Towards(GrassLit, 0.6) : colour;
    }

    // A wall of layered rock that falls away into shade and mist, with a river far below.
    private static Rgb Gorge(int x, int y, float depth, int cellPixels)
    {
        var below = Math.Max(0, y - ((CliffMap.Rows - 1) * cellPixels) - 4);
        var t = (double)below / (cellPixels - 4);
        var wall = t < 0.25 ? RockLit.Towards(Rock, t / 0.25) : Rock.Towards(RockDark, Math.Min(1, (t - 0.25) / 0.5));
        var colour = wall.Lighter(Relief(x, y) * (1 - (0.55 * t)));
        colour = colour.Towards(Mist, 0.75 * Math.Clamp((t - 0.52) / 0.36, 0, 1) * (0.8 + (0.3 * Noise.Cloud(x / 34f, y / 9f))));
        var bank = 0.86 + (0.035 * Noise.Cloud(x / 25f, 3));
        if (t > bank)
        {
            var foam = Noise.Cloud(x / 9f, y / 1.6f) > 0.45 ? 0.55 : 0;
            colour = Water.Towards(Mist, 0.25).Towards(Rgb.White, foam);
        }

        // Shade of the turf above, and of the ledge on the left.
        var shade = Math.Max(depth < 5 ? 0.45 * (1 - (depth / 5)) : 0, 0.5 * Math.Clamp(1 - ((x - cellPixels) / 26.0), 0, 1));
        return colour.Towards(RockDark, shade);
    }

    // How much lighter or darker the rock is for its shape: buttresses lit from the left, ledges lit from above.
    private static double Relief(int x, int y)
    {
        var buttress = Bulge(x, y) - Bulge(x - 3, y);
        var ledge = Shelf(x, y) - Shelf(x, y - 2);
        return (95 * Math.Clamp(buttress, -0.45, 0.45)) - (34 * Math.Clamp(ledge, -0.7, 0.7)) + (7 * Noise.Cloud(x / 2.5f, y / 2.5f));

        static double Bulge(int x, int y) => Noise.Cloud((x / 15f) + (float)(0.7 * Noise.Cloud(x / 60f, y / 16f)), y / 70f) + (0.5 * Noise.Cloud(x / 6f, y / 26f));
        static double Shelf(int x, int y) => Noise.Cloud(x / 26f, (y / 7f) + (x / 90f));
    }

    private static void Meadow(Pen pen, uint cell)
    {
        for (var i = 0u; i < 4; i++)
        {
            var (x, y) = ((float)(0.1 + (0.8 * Noise.Chance(cell, 10 + i))), (float)(0.2 + (0.7 * Noise.Chance(cell, 20 + i))));
            Tuft(pen, x, y);
        }

        if (Noise.Chance(cell, 1) < 0.5)
        {
            Flowers(pen, cell);
        }

        if (Noise.Chance(cell, 2) < 0.3)
        {
            var (x, y) = ((float)(0.2 + (0.6 * Noise.Chance(cell, 3))), (float)(0.25 + (0.5 * Noise.Chance(cell, 4))));
            pen.Ellipse(x + 0.02f, y + 0.05f, 0.11f, 0.05f, GrassDark, 0.6f);
            pen.Ellipse(x, y, 0.10f, 0.07f, Stone.Lighter(-34));
            pen.Ellipse(x - 0.01f, y - 0.015f, 0.085f, 0.052f, Stone);
            pen.Ellipse(x - 0.03f, y - 0.03f, 0.035f, 0.018f, Stone.Lighter(40), 0.8f);
        }

        if (cell < 2 * CliffMap.Columns && Noise.Chance(cell, 5) < 0.28)
        {
            MountainMarks.Pine(pen, (float)(0.2 + (0.6 * Noise.Chance(cell, 6))), 0.52f, 0.30f);
        }
    }

    private static void Tuft(Pen pen, float x, float y)
    {
        pen.Line(x, y, x - 0.03f, y - 0.06f, 0.018f, GrassDark, 0.7f);
        pen.Line(x, y, x + 0.005f, y - 0.08f, 0.018f, GrassDark, 0.7f);
        pen.Line(x, y, x + 0.04f, y - 0.055f, 0.018f, GrassLit, 0.8f);
    }

    private static void Flowers(Pen pen, uint cell)
    {
        ReadOnlySpan<Rgb> colours = [new(252, 250, 240), new(250, 214, 84), new(176, 122, 214), new(236, 108, 128)];
        var colour = colours[(int)(Noise.Chance(cell, 7) * 3.99)];
        var heart = colour.B < 100 ? new Rgb(214, 140, 40) : new Rgb(250, 206, 70);
        for (var i = 0u; i < 3; i++)
        {
            var (x, y) = ((float)(0.15 + (0.7 * Noise.Chance(cell, 30 + i))), (float)(0.2 + (0.65 * Noise.Chance(cell, 40 + i))));
            pen.Line(x, y, x, y + 0.07f, 0.018f, GrassDark, 0.8f);
            foreach (var (dx, dy) in (ReadOnlySpan<(float, float)>)[(-0.028f, 0), (0.028f, 0), (0, -0.028f), (0, 0.028f)])
            {
                pen.Ellipse(x + dx, y + dy, 0.024f, 0.024f, colour);
            }

            pen.Ellipse(x, y, 0.018f, 0.018f, heart);
        }
    }
}
