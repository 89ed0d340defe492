namespace Palestra.Storage;

/// <summary>
/// Steps per second of wall time, over at least a quarter of a second: a single episode may last microseconds, and a
/// rate over that says nothing about the run.
/// </summary>
internal static class StepRates
{
    /// <summary>Shortest time that a rate is taken over, where the run has lasted that long.</summary>
    [NotTunable("Part of what steps per second means, in every chart of every run.")]
    public const long WindowUs = 250_000;

    /// <summary>An end this much before the one before it was not reported late: the wall clock was set back.</summary>
    [NotTunable("Tells a wall clock that was set back from a report that was late; wider than any lateness.")]
    private const long SetBackUs = 10_000_000;

    /// <param name="cells">Consecutive; their values are not looked at.</param>
    /// <param name="skip">How many of the first are only there to look back at.</param>
    /// <param name="startUs">When the first of them began.</param>
    /// <param name="width">Cells of a point.</param>
    /// <returns>
    /// For each cell from <paramref name="skip"/> on, its rate; but the sums are such that the mean of a point is its
    /// steps over its time, where that is long enough.
    /// </returns>
    public static List<SeriesCell> Of(List<SeriesCell> cells, int skip, long startUs, long width)
    {
        // Episodes of several slots may end in another order than they are reported. A clock that was set back goes on from
        // where it had been: nobody knows how long the episode in between took, and all after it keep their rates.
        var aheadUs = 0L;
        var (ends, steps) = (new long[cells.Count + 1], new long[cells.Count + 1]);
        ends[0] = startUs;
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].EndUs + aheadUs < ends[i] - SetBackUs)
            {
                aheadUs = ends[i] - cells[i].EndUs;
            }

            ends[i + 1] = Math.Max(ends[i], cells[i].EndUs + aheadUs);
            steps[i + 1] = steps[i] + cells[i].Steps;
        }

        var rates = new List<SeriesCell>(cells.Count - skip);
        var (back, ahead) = (0, 0);
        for (var i = skip; i < cells.Count; i++)
        {
            while (ends[i + 1] - ends[back + 1] >= WindowUs)
            {
                back++;
            }

            ahead = Math.Max(ahead, i + 1);
            while (ends[ahead] - ends[back] < WindowUs && ahead < cells.Count)
            {
                ahead++;
            }

            rates.Add(Rated(cells[i], Rate(back, ahead)));
        }

        for (var i = 0; i < rates.Count; i += (int)width)
        {
            var end = (int)Math.Min(rates.Count, i + width);
            var (from, to) = (skip + i, skip + end);
            if (ends[to] - ends[from] >= WindowUs)
            {
                Spread(rates, i, end, (steps[to] - steps[from]) * 1e6 / (ends[to] - ends[from]));
            }
            else
            {
                Spread(rates, i, end, rates[end - 1].Last);
            }
        }

        return rates;

        double Rate(int from, int to) =>
            ends[to] > ends[from] ? (steps[to] - steps[from]) * 1e6 / (ends[to] - ends[from]) : double.NaN;
    }

    private static SeriesCell Rated(SeriesCell cell, double rate) => double.IsNaN(rate)
        ? cell with { Count = 0 }
        : cell with { Count = cell.Episodes, Min = rate, Max = rate, Last = rate };

    private static void Spread(List<SeriesCell> cells, int from, int to, double mean)
    {
        for (var i = from; i < to; i++)
        {
            var cell = cells[i];
            cells[i] = cell with { Min = Math.Min(cell.Min, mean), Max = Math.Max(cell.Max, mean), Sum = mean * cell.Count };
        }
    }
}
