namespace Palestra.Gym.Toy;

/// <summary>Colours for text on a terminal: the escapes that Gymnasium's <c>ansi</c> pictures carry.</summary>
internal static class AnsiText
{
    private const int HighlightOffset = 10;

    internal enum Colour
    {
        Red = 31,
        Green = 32,
        Yellow = 33,
        Blue = 34,
        Magenta = 35,
    }

    /// <summary>The text between a colour's escape and the reset; a text that is coloured already is wrapped once more.</summary>
    /// <param name="highlight">Colours the ground instead of the letters.</param>
    public static string Paint(string text, Colour colour, bool bold = false, bool highlight = false) =>
        $"\e[{(int)colour + (highlight ? HighlightOffset : 0)}{(bold ? ";1" : string.Empty)}m{text}\e[0m";
}
