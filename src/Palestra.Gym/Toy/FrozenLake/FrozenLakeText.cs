using System.Text;

namespace Palestra.Gym.Toy;

/// <summary>A lake as text: the last action, then the map with the walker's cell on red ground.</summary>
internal static class FrozenLakeText
{
    private static readonly string[] Actions = ["Left", "Down", "Right", "Up"];

    /// <param name="lastAction">-1 before the first.</param>
    public static string Draw(FrozenLakeMap map, int cell, int lastAction)
    {
        var text = new StringBuilder(lastAction < 0 ? string.Empty : $"  ({Actions[lastAction]})").Append('\n');
        for (var row = 0; row < map.Height; row++)
        {
            var letters = map.Rows[row];
            if (row == cell / map.Width)
            {
                var column = cell % map.Width;
                text.Append(letters, 0, column)
                    .Append(AnsiText.Paint(letters[column].ToString(), AnsiText.Colour.Red, highlight: true))
                    .Append(letters, column + 1, map.Width - column - 1);
            }
            else
            {
                text.Append(letters);
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
