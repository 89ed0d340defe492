using Palestra.Gym.Grid;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.MultiAgent;

/// <summary>The two gems. Our own drawings, in fractions of a cell.</summary>
internal static class GemDrawing
{
    public static void Draw(Canvas canvas, Gem gem)
    {
        var pen = new CellPen(canvas);
        pen.Ellipse(0.53f, 0.80f, 0.24f, 0.07f, new Rgb(20, 28, 48), 0.35f);
        if (gem == Gem.Ruby)
        {
            canvas.Glow(new System.Numerics.Vector2(canvas.Width, canvas.Height) / 2, canvas.Width * 0.5f, new Rgb(255, 120, 130), 0.85f);
            Brilliant(pen, new Rgb(226, 36, 74));
        }
        else
        {
            Step(pen, new Rgb(24, 176, 112));
        }
    }

    // Cut to a point, as in playing cards.
    private static void Brilliant(CellPen pen, Rgb stone)
    {
        var (dark, light, edge) = (stone.Towards(Rgb.Black, 0.30), stone.Towards(Rgb.White, 0.45), stone.Towards(Rgb.Black, 0.55));
        pen.Polygon([(0.29f, 0.20f), (0.71f, 0.20f), (0.89f, 0.42f), (0.50f, 0.86f), (0.11f, 0.42f)], edge);
        pen.Polygon([(0.31f, 0.24f), (0.69f, 0.24f), (0.83f, 0.41f), (0.50f, 0.80f), (0.17f, 0.41f)], stone);
        pen.Polygon([(0.31f, 0.24f), (0.50f, 0.24f), (0.37f, 0.42f), (0.17f, 0.41f)], light);
        pen.Polygon([(0.50f, 0.24f), (0.69f, 0.24f), (0.63f, 0.42f), (0.37f, 0.42f)], stone.Towards(Rgb.White, 0.68));
        pen.Polygon([(0.63f, 0.42f), (0.83f, 0.41f), (0.50f, 0.80f)], dark);
        pen.Polygon([(0.17f, 0.41f), (0.37f, 0.42f), (0.50f, 0.80f)], stone.Towards(Rgb.White, 0.18));
    }

    // Cut in steps, with eight corners.
    private static void Step(CellPen pen, Rgb stone)
    {
        var (dark, light, edge) = (stone.Towards(Rgb.Black, 0.32), stone.Towards(Rgb.White, 0.5), stone.Towards(Rgb.Black, 0.58));
        pen.Polygon([(0.37f, 0.16f), (0.63f, 0.16f), (0.79f, 0.32f), (0.79f, 0.66f), (0.63f, 0.82f), (0.37f, 0.82f), (0.21f, 0.66f), (0.21f, 0.32f)], edge);
        pen.Polygon([(0.39f, 0.20f), (0.61f, 0.20f), (0.75f, 0.34f), (0.75f, 0.64f), (0.61f, 0.78f), (0.39f, 0.78f), (0.25f, 0.64f), (0.25f, 0.34f)], stone);
        pen.Polygon([(0.39f, 0.20f), (0.61f, 0.20f), (0.56f, 0.34f), (0.44f, 0.34f), (0.38f, 0.40f), (0.25f, 0.34f)], light, 0.85f);
        pen.Polygon([(0.61f, 0.78f), (0.75f, 0.64f), (0.75f, 0.34f), (0.62f, 0.40f), (0.62f, 0.58f), (0.56f, 0.64f), (0.44f, 0.64f), (0.39f, 0.78f)], dark);
        pen.Polygon([(0.44f, 0.34f), (0.56f, 0.34f), (0.62f, 0.40f), (0.62f, 0.58f), (0.56f, 0.64f), (0.44f, 0.64f), (0.38f, 0.58f), (0.38f, 0.40f)], stone.Towards(Rgb.White, 0.22));
        pen.Line(0.43f, 0.43f, 0.49f, 0.38f, 0.03f, Rgb.White, 0.85f);
    }
}
