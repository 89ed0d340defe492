using System.Text;

namespace Palestra.Gym.Toy;

/// <summary>The cliff as text: x the walker, T the goal, C the cliff, o all other ground, two spaces between cells.</summary>
internal static class CliffWalkingText
{
    public static string Draw(int state)
    {
        var text = new StringBuilder();
        for (var row = 0; row < CliffMap.Rows; row++)
        {
            text.AppendJoin("  ", Enumerable.Range(row * CliffMap.Columns, CliffMap.Columns).Select(cell => Letter(cell, state))).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    private static char Letter(int cell, int state) => cell switch
    {
        _ when cell == state => 'x',
        CliffMap.Goal => 'T',
        _ => CliffMap.IsCliff(cell) ? 'C' : 'o',
    };
}
