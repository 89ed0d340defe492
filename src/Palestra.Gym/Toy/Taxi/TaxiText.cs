using System.Text;

namespace Palestra.Gym.Toy;

/// <summary>
/// The city as text, then the last action: the taxi on yellow ground, green with the passenger on board; the waiting
/// passenger's stand blue and bold, the destination magenta.
/// </summary>
internal static class TaxiText
{
    private static readonly string[] Actions = ["South", "North", "East", "West", "Pickup", "Dropoff"];

    /// <param name="lastAction">-1 before the first.</param>
    public static string Draw(TaxiState state, int lastAction)
    {
        var cells = TaxiMap.Text.Select(row => row.Select(letter => letter.ToString()).ToArray()).ToArray();
        ref var taxi = ref At(new GridCell(state.Row, state.Column));
        if (state.Passenger == TaxiMap.InTaxi)
        {
            taxi = AnsiText.Paint(taxi == " " ? "_" : taxi, AnsiText.Colour.Green, highlight: true);
        }
        else
        {
            taxi = AnsiText.Paint(taxi, AnsiText.Colour.Yellow, highlight: true);
            ref var stand = ref At(TaxiMap.Stands[state.Passenger]);
            stand = AnsiText.Paint(stand, AnsiText.Colour.Blue, bold: true);
        }

        ref var destination = ref At(TaxiMap.Stands[state.Destination]);
        destination = AnsiText.Paint(destination, AnsiText.Colour.Magenta);
        var text = new StringBuilder();
        foreach (var row in cells)
        {
            text.AppendJoin(string.Empty, row).Append('\n');
        }

        return text.Append(lastAction < 0 ? string.Empty : $"  ({Actions[lastAction]})").Append('\n').ToString();

        ref string At(GridCell cell) => ref cells[cell.Row + 1][(2 * cell.Column) + 1];
    }
}
