using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Tests;

/// <summary>Lines, arcs, blits and text; the filled shapes are in <see cref="RenderingTests"/>.</summary>
public sealed class CanvasTests
{
    private const int Side = 96;

    private delegate void Draw(Canvas canvas);

    [Fact]
    public void A_polyline_covers_the_area_of_its_lines_and_joints_once()
    {
        // Two sides of a right angle: two bars, three quarters of a joint's disc at the corner, half a disc at each end.
        var expected = (2 * 40 * 6) + (Math.PI * 9 / 4) + (Math.PI * 9) - 9;
        Assert.Equal(expected, Area(c => c.Polyline([new(20, 60), new(20, 20), new(60, 20)], 6, Rgb.White)), tolerance: 6.0);
        Assert.Equal(expected / 2, Area(c => c.Polyline([new(20, 60), new(20, 20), new(60, 20)], 6, Rgb.White, 0.5f)), tolerance: 6.0);
    }

    [Fact]
    public void A_lifted_pen_draws_nothing_between_and_a_lonely_point_is_a_dot()
    {
        Assert.Equal(
            Area(c => c.Line(new(10, 10), new(40, 10), 4, Rgb.White)) + Area(c => c.Circle(new(60, 60), 2, Rgb.White)),
            Area(c => c.Polyline([new(10, 10), new(40, 10), Canvas.PenUp, new(60, 60)], 4, Rgb.White)),
            tolerance: 0.5);
        Assert.Equal(0, Area(c => c.Polyline([], 4, Rgb.White)));
        Assert.Equal(0, Area(c => c.Polyline([Canvas.PenUp, Canvas.PenUp], 4, Rgb.White)));
    }

    [Theory]
    [InlineData(0.3f, 1.2f)]
    [InlineData(-2f, 0.5f)]
    [InlineData(1f, 5.5f)]
    [InlineData(0f, 7f)]
    public void An_arc_covers_its_length_times_its_width_and_its_round_ends(float from, float to)
    {
        var angle = Math.Min(to - from, MathF.Tau);
        var ends = to - from >= MathF.Tau ? 0 : Math.PI * 9;
        Assert.Equal((angle * 30 * 6) + ends, Area(c => c.Arc(new(48, 48), 30, from, to, 6, Rgb.White)), tolerance: 10.0);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(25, 0.6f)]
    [InlineData(3, 40)]
    [InlineData(47.5f, 46)]
    public void Ellipses_are_as_symmetric_as_their_axes(float rx, float ry)
    {
        var rgb = Picture(c => c.Ellipse(new(48, 48), new(rx, ry), Rgb.White));
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                Assert.InRange(At(rgb, x, y) - At(rgb, Side - 1 - x, y), -1, 1);
                Assert.InRange(At(rgb, x, y) - At(rgb, x, Side - 1 - y), -1, 1);
            }
        }
    }

    [Fact]
    public void Even_odd_leaves_the_middle_of_a_pentagram_empty()
    {
        Span<Vector2> star = stackalloc Vector2[5];
        for (var i = 0; i < 5; i++)
        {
            var angle = (i * 4 * MathF.PI / 5) - (MathF.PI / 2);
            star[i] = new Vector2(48, 48) + (40 * new Vector2(MathF.Cos(angle), MathF.Sin(angle)));
        }

        var rgb = new byte[Side * Side * 3];
        new Canvas(rgb, Side, Side).Polygon(star, Rgb.White);
        Assert.Equal(0, At(rgb, 48, 48));
        Assert.Equal(255, At(rgb, 48, 20));
    }

    [Fact]
    public void Runs_of_any_length_and_opacity_colour_exactly_their_pixels()
    {
        for (var width = 1; width <= 70; width++)
        {
            var rgb = new byte[Side * 3];
            var canvas = new Canvas(rgb, Side, 1);
            canvas.Clear(new Rgb(100, 150, 200));
            canvas.Rectangle(new(5, -3), new(5 + width, 4), 0, new Rgb(10, 20, 30), 0.25f);
            for (var x = 0; x < Side; x++)
            {
                var inside = x >= 5 && x < 5 + width;
                Assert.Equal(inside ? new Rgb(77, 117, 157) : new Rgb(100, 150, 200), canvas[x, 0]);
            }
        }
    }

    [Theory]
    [InlineData(-3, -2)]
    [InlineData(94, 95)]
    [InlineData(10, 20)]
    [InlineData(-40, 5)]
    [InlineData(5, 200)]
    public void A_blit_lands_where_it_should_and_is_cut_off_at_the_borders(int x, int y)
    {
        var picture = Enumerable.Range(0, 7 * 5 * 3).Select(i => (byte)(i + 1)).ToArray();
        var rgb = Picture(c => c.Blit(picture, 7, 5, x, y));
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var (i, j) = (column - x, row - y);
                var expected = i is >= 0 and < 7 && j is >= 0 and < 5 ? picture[((j * 7) + i) * 3] : 0;
                Assert.Equal(expected, At(rgb, column, row));
            }
        }
    }

    [Fact]
    public void A_blit_of_the_wrong_size_is_refused() => Assert.Equal(
        "A picture of 7x5 has 105 bytes, not 104.", Assert.Throws<GymException>(() => Area(c => c.Blit(new byte[104], 7, 5, 0, 0))).Message);

    [Theory]
    [InlineData("0123456789 .,:;!?-+/()'%=<>#")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    [InlineData("abcdefghijklmnopqrstuvwxyz")]
    [InlineData("♠♥♦♣")]
    [InlineData("ж")]
    public void Every_character_draws_something_of_its_own_within_its_width(string characters)
    {
        var seen = new HashSet<string>();
        foreach (var character in characters)
        {
            var text = character.ToString();
            var rgb = Picture(c => c.Text(text, new(20, 30), 30, Rgb.White));
            Assert.Equal(character != ' ', rgb.Any(b => b > 0));
            Assert.True(seen.Add(Convert.ToBase64String(rgb)), text);
            var right = 20 + Canvas.MeasureText(text, 30);
            for (var y = 0; y < Side; y++)
            {
                Assert.All(Enumerable.Range(0, 18), x => Assert.Equal(0, At(rgb, x, y)));
                Assert.All(Enumerable.Range(0, Side).Where(x => x > right + 3), x => Assert.Equal(0, At(rgb, x, y)));
            }
        }
    }

    [Fact]
    public void Capitals_are_as_high_as_asked_and_texts_add_up()
    {
        var rgb = Picture(c => c.Text("H", new(20, 30), 24, Rgb.White));
        var rows = Enumerable.Range(0, Side).Where(y => Enumerable.Range(0, Side).Any(x => At(rgb, x, y) > 128)).ToArray();
        Assert.Equal((30, 53), (rows[0], rows[^1]));
        Assert.Equal(0, Canvas.MeasureText("", 20));
        var gap = Canvas.MeasureText("HH", 20) - (2 * Canvas.MeasureText("H", 20));
        Assert.InRange(gap, 1, 6);
        Assert.Equal(Canvas.MeasureText("H", 20) + Canvas.MeasureText("i7", 20) + gap, Canvas.MeasureText("Hi7", 20), tolerance: 0.001);
        Assert.Equal(Canvas.MeasureText("111", 20), Canvas.MeasureText("908", 20), tolerance: 0.001);
    }

    [Fact]
    public void Texts_are_placed_by_either_end_or_the_middle()
    {
        var width = Canvas.MeasureText("Go!", 20);
        var left = Picture(c => c.Text("Go!", new(70 - width, 30), 20, Rgb.White));
        Assert.Equal(left, Picture(c => c.Text("Go!", new(70, 30), 20, Rgb.White, align: TextAlign.Right)));
        Assert.Equal(left, Picture(c => c.Text("Go!", new(70 - (width / 2), 30), 20, Rgb.White, 1, TextAlign.Centre)));
    }

    [Fact]
    public void Text_outside_the_picture_is_cut_off()
    {
        Assert.Equal(0, Area(c => c.Text("Far away", new(-500, 10), 20, Rgb.White)));
        Assert.Equal(0, Area(c => c.Text("Far away", new(10, 300), 20, Rgb.White)));
        var whole = Picture(c => c.Text("♣ cut Q", new(-20, -8), 20, Rgb.White));
        var larger = new byte[2 * Side * 2 * Side * 3];
        new Canvas(larger, 2 * Side, 2 * Side).Text("♣ cut Q", new(-20 + 40, -8 + 40), 20, Rgb.White);
        for (var y = 0; y < Side; y++)
        {
            // Other coordinates round otherwise, by a shade.
            Assert.All(Enumerable.Range(0, Side), x => Assert.InRange(larger[(((y + 40) * 2 * Side) + 40 + x) * 3] - At(whole, x, y), -2, 2));
        }
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        var rgb = new byte[Side * Side * 3];
        Everything();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Everything();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Everything()
        {
            var canvas = new Canvas(rgb, Side, Side);
            canvas.Clear(Rgb.Black);
            canvas.Text("Sum 17 ♥", new(3, 4), 15, Rgb.White);
            canvas.Polyline([new(3, 4), new(50, 60), new(9, 80)], 3, Rgb.White);
            canvas.Arc(new(40, 40), 20, 0, 4, 3, Rgb.White);
            canvas.EllipseOutline(new(40, 40), new(20, 10), 3, Rgb.White);
            canvas.Glow(new(40, 40), 20, Rgb.White, 0.5f);
            canvas.Rectangle(new(4, 4), new(60, 60), 5, Rgb.White, 0.3f);
            canvas.Polygon([new(4, 4), new(60, 60), new(5, 70)], Rgb.White, 0.3f);
        }
    }

    private static int At(byte[] rgb, int x, int y) => rgb[((y * Side) + x) * 3];

    private static byte[] Picture(Draw draw)
    {
        var rgb = new byte[Side * Side * 3];
        draw(new Canvas(rgb, Side, Side));
        return rgb;
    }

    private static double Area(Draw draw) => Picture(draw).Sum(b => b / 255.0) / 3;
}
