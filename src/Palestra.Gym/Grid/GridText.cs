using System.Text;

namespace Palestra.Gym.Grid;

/// <summary>A grid world in characters, and its things in words.</summary>
internal static class GridText
{
    private static readonly string[] KeyNames = [.. Enum.GetValues<CellColour>().Select(colour => $"{colour} key".ToLowerInvariant())];

    public static string Draw(CellMap map, Pose agent)
    {
        var text = new StringBuilder();
        for (var row = 0; row < map.Size; row++)
        {
            for (var column = 0; column < map.Size; column++)
            {
                text.Append(row == agent.Row && column == agent.Column ? ">v<^"[(int)agent.Heading] : Symbol(map[row, column]));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A key in words, for example <c>yellow key</c>.</summary>
    public static string NameOfKey(CellColour colour) => KeyNames[(int)colour];

    private static char Symbol(Cell cell) => cell.Kind switch
    {
        CellKind.Wall => '#',
        CellKind.Goal => 'G',
        CellKind.Key => 'k',
        CellKind.Door => (DoorState)cell.State switch
        {
            DoorState.Locked => 'L',
            DoorState.Closed => 'D',
            _ => '/',
        },
        _ => '.',
    };
}
