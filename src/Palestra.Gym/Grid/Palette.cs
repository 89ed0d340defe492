using Palestra.Gym.Rendering;

namespace Palestra.Gym.Grid;

/// <summary>The colours of keys, doors and robots.</summary>
internal static class Palette
{
    public static Rgb Of(CellColour colour) => colour switch
    {
        CellColour.Red => new Rgb(226, 70, 66),
        CellColour.Green => new Rgb(66, 178, 104),
        CellColour.Blue => new Rgb(66, 128, 226),
        CellColour.Purple => new Rgb(150, 92, 214),
        CellColour.Yellow => new Rgb(246, 190, 60),
        _ => new Rgb(148, 158, 172),
    };
}
