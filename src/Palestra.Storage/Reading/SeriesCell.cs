namespace Palestra.Storage;

/// <summary>The finest grain of a series: one episode, or one bucket of 256 as kept in the file.</summary>
/// <param name="LastRow">Row counter of its last episode.</param>
/// <param name="Steps">Steps of its episodes.</param>
/// <param name="EndUs">When the last of them ended.</param>
/// <param name="Episodes">Episodes in it.</param>
/// <param name="Count">Episodes that had a value; without any, the figures mean nothing.</param>
internal readonly record struct SeriesCell(
    long LastRow, long Steps, long EndUs, long Episodes, long Count = 0, double Min = 0, double Max = 0, double Sum = 0, double Last = 0)
{
    /// <summary>Groups cells into points.</summary>
    /// <param name="x">First x of the first cell.</param>
    /// <param name="cellEpisodes">Episodes of a full cell.</param>
    /// <param name="width">Cells of a point.</param>
    /// <param name="steps">Steps before the first cell.</param>
    public static List<SeriesPoint> Points(List<SeriesCell> cells, long x, long cellEpisodes, long width, long steps)
    {
        var points = new List<SeriesPoint>();
        for (var i = 0; i < cells.Count; i += (int)width)
        {
            var (count, min, max, sum, last) = (0L, double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0);
            var end = (int)Math.Min(cells.Count, i + width);
            foreach (var cell in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(cells)[i..end])
            {
                steps += cell.Steps;
                if (cell.Count > 0)
                {
                    count += cell.Count;
                    (min, max) = (Math.Min(min, cell.Min), Math.Max(max, cell.Max));
                    sum += cell.Sum;
                    last = cell.Last;
                }
            }

            if (count > 0)
            {
                points.Add(new SeriesPoint(
                    x + (i * cellEpisodes), count, min, max, sum / count, last, cells[end - 1].LastRow, steps, cells[end - 1].EndUs));
            }
        }

        return points;
    }
}
