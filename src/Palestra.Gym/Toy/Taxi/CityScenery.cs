using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>What does not move in the city: streets, islands, houses where walls are, the four stands. Our own drawings.</summary>
internal static class CityScenery
{
    private const int Square = TaxiPainter.SquarePixels;

    private static readonly Rgb Asphalt = new(104, 108, 118);
    private static readonly Rgb Marking = new(232, 230, 220);
    private static readonly Rgb Pavement = new(196, 194, 188);
    private static readonly Rgb Kerb = new(150, 148, 146);
    private static readonly Rgb Lawn = new(126, 180, 96);
    private static readonly Rgb Night = new(28, 44, 78);
    private static readonly Rgb Sky = new(170, 196, 226);

    /// <summary>Red, green, yellow, blue.</summary>
    public static ReadOnlySpan<Rgb> StandColours => new Rgb[] { new(228, 60, 56), new(48, 172, 84), new(244, 198, 44), new(56, 112, 226) };

    public static void Draw(Canvas canvas, bool isWet)
    {
        Streets(canvas);
        var pen = new Pen(canvas, new Tile(Vector2.Zero, Vector2.One));
        Markings(pen);
        Border(pen);
        for (var row = 0; row < TaxiMap.Rows; row++)
        {
            for (var gap = 2; gap < TaxiMap.Text[0].Length - 1; gap += 2)
            {
                Gap(pen, row, gap);
            }
        }

        for (var stand = 0; stand < TaxiMap.StandCount; stand++)
        {
            var at = new Vector2((2 * TaxiMap.Stands[stand].Column) + 1, TaxiMap.Stands[stand].Row + 1) * Square;
            Stand(new Pen(canvas, new Tile(at, new Vector2(Square))), stand);
        }

        if (isWet)
        {
            Wet(canvas, pen);
        }
    }

    private static void Streets(Canvas canvas)
    {
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                canvas[x, y] = Asphalt.Lighter((5 * Noise.Cloud(x / 40f, y / 40f)) + (4 * Noise.Cloud(x / 2.2f, y / 2.2f)));
            }
        }
    }

    // Broken lines along the middle of every street: columns of cells run north to south, gaps that can be passed east to west.
    private static void Markings(Pen pen)
    {
        for (var column = 0; column < TaxiMap.Columns; column++)
        {
            var x = (((2 * column) + 1) * Square) + (Square / 2f);
            for (var y = Square + 8; y < (TaxiMap.Rows + 1) * Square; y += 25)
            {
                pen.Line(x, y, x, y + 9, 2, Marking, 0.55f);
            }
        }

        for (var row = 0; row < TaxiMap.Rows; row++)
        {
            for (var gap = 2; gap < TaxiMap.Text[0].Length - 1; gap += 2)
            {
                var y = ((row + 1) * Square) + (Square / 2f);
                pen.Line((gap * Square) + 8, y, (gap * Square) + 18, y, 2, Marking, 0.55f);
                pen.Line((gap * Square) + 32, y, (gap * Square) + 42, y, 2, Marking, 0.55f);
            }
        }
    }

    // Between two cells: houses where a wall is, drawn once for its length, else a street with a planted island below it.
    private static void Gap(Pen pen, int row, int gap)
    {
        var (left, top) = (gap * Square, (row + 1) * Square);
        if (IsWall(row, gap))
        {
            if (!IsWall(row - 1, gap))
            {
                var length = IsWall(row + 1, gap) ? 2 : 1;
                Block(pen, left, top, left + Square, top + (length * Square), (uint)((row * 17) + gap));
            }
        }
        else if (row + 1 < TaxiMap.Rows && !IsWall(row + 1, gap))
        {
            Island(pen, left, top + Square, (uint)((row * 31) + gap));
        }
    }

    private static bool IsWall(int row, int gap) => row >= 0 && row < TaxiMap.Rows && TaxiMap.Text[row + 1][gap] == '|';

    private static void Island(Pen pen, float left, float middle, uint place)
    {
        pen.Box(left + 5, middle - 6, left + 47, middle + 9, 6, new Rgb(60, 62, 70), 0.5f);
        pen.Box(left + 3, middle - 8, left + 47, middle + 7, 7, Kerb.Lighter(50));
        pen.Box(left + 5, middle - 6, left + 45, middle + 5, 5, Lawn);
        CityHouses.Tree(pen, left + 14, middle - 3, 7.5f);
        CityHouses.Tree(pen, left + 36, middle - 3, Noise.Chance(place, 1) < 0.5 ? 7.5f : 6);
        pen.Ellipse(left + 25, middle, 2, 2, new Rgb(250, 208, 80));
        pen.Ellipse(left + 22, middle + 2, 1.6f, 1.6f, new Rgb(240, 110, 130));
        pen.Ellipse(left + 28, middle + 2, 1.6f, 1.6f, Rgb.White);
    }

    private static void Block(Pen pen, float left, float top, float right, float bottom, uint place)
    {
        pen.Box(left + 3, top + 3, right + 3, bottom + 3, 4, new Rgb(50, 52, 60), 0.5f);
        pen.Box(left, top + 1, right, bottom - 1, 4, Kerb);
        pen.Box(left + 1.5f, top + 2.5f, right - 1.5f, bottom - 2.5f, 3, Pavement);
        var middle = (top + bottom) / 2;
        CityHouses.House(pen, left + 6, top + 7, right - 6, middle - 1, place);
        CityHouses.House(pen, left + 6, middle + 3, right - 6, bottom - 6, place + 5);
    }

    private static void Border(Pen pen)
    {
        var (width, height) = (TaxiPainter.Size.Width, TaxiPainter.Size.Height);
        foreach (var (x0, y0, x1, y1) in (ReadOnlySpan<(float, float, float, float)>)
            [(0, 0, width, Square), (0, height - Square, width, height), (0, 0, Square, height), (width - Square, 0, width, height)])
        {
            pen.Box(x0, y0, x1, y1, 0, Pavement);
        }

        pen.Box(Square - 2, Square - 2, width - Square + 2, Square, 0, Kerb);
        pen.Box(Square - 2, Square, Square, height - Square, 0, Kerb);
        pen.Box(width - Square, Square, width - Square + 2, height - Square, 0, Kerb);
        pen.Box(Square - 2, height - Square, width - Square + 2, height - Square + 2, 0, Kerb);
        for (var i = 0; i < TaxiMap.Text[0].Length; i++)
        {
            Plot(pen, i * Square, 0, (uint)i + 3, facesStreet: true);
            Plot(pen, i * Square, height - Square, (uint)i + 41, facesStreet: false);
        }

        for (var i = 1; i < TaxiMap.Text.Count - 1; i++)
        {
            Plot(pen, 0, i * Square, (uint)i + 70, facesStreet: true);
            Plot(pen, width - Square, i * Square, (uint)i + 90, facesStreet: true);
        }
    }

    // A house, or now and then a small park.
    private static void Plot(Pen pen, float left, float top, uint place, bool facesStreet)
    {
        if (Noise.Chance(place, 3) < 0.24)
        {
            pen.Box(left + 4, top + 5, left + 46, top + 44, 6, Lawn);
            CityHouses.Tree(pen, left + 15, top + 16, 9);
            CityHouses.Tree(pen, left + 35, top + 22, 8);
            CityHouses.Tree(pen, left + 19, top + 34, 7);
            return;
        }

        CityHouses.House(pen, left + 3, top + (facesStreet ? 4 : 8), left + 47, top + (facesStreet ? 40 : 50), place);
    }

    // A painted bay with the letter of its colour.
    private static void Stand(Pen pen, int stand)
    {
        var colour = StandColours[stand];
        pen.Box(0.03f, 0.03f, 0.97f, 0.97f, 0.10f, colour);
        pen.Box(0.09f, 0.09f, 0.91f, 0.91f, 0.06f, Asphalt.Towards(colour, 0.42));
        CityHouses.Letter(pen, TaxiMap.Text[TaxiMap.Stands[stand].Row + 1][(2 * TaxiMap.Stands[stand].Column) + 1]);
    }

    private static void Wet(Canvas canvas, Pen pen)
    {
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                canvas[x, y] = canvas[x, y].Towards(Night, 0.36);
            }
        }

        for (var i = 0u; i < 26; i++)
        {
            var (column, row) = ((uint)(Noise.Chance(i, 1) * 4.99), (uint)(Noise.Chance(i, 2) * 4.99));
            var x = (float)((((2 * column) + 1) * Square) + 10 + (30 * Noise.Chance(i, 3)));
            var y = (float)(((row + 1) * Square) + 8 + (34 * Noise.Chance(i, 4)));
            var size = (float)(5 + (6 * Noise.Chance(i, 5)));
            pen.Ellipse(x, y, size, size * 0.5f, Sky, 0.28f);
            pen.Ellipse(x - (size * 0.2f), y - (size * 0.1f), size * 0.5f, size * 0.18f, Rgb.White, 0.35f);
        }
    }
}
