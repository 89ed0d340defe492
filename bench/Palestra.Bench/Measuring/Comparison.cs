namespace Palestra.Bench;

/// <summary>Collects one row: value and baseline of each round.</summary>
internal sealed class Comparison(string name, string unit, Better better, string baseline)
{
    private readonly List<(double Value, double Baseline, double Ratio)> _rounds = [];

    public void Add(double value, double baselineValue) => Add(value, baselineValue, Ratio(value, baselineValue));

    /// <param name="ratio">Where it is not value by baseline: a share lost has nothing to be divided by.</param>
    public void Add(double value, double baselineValue, double ratio) => _rounds.Add((value, baselineValue, ratio));

    /// <param name="target">In words, for people.</param>
    /// <param name="met">Given value and ratio; <c>null</c> where nothing is promised.</param>
    public BenchResult Build(string? target = null, Func<double, double, bool>? met = null)
    {
        var values = _rounds.Select(round => round.Value).ToArray();
        var ratios = _rounds.Select(round => round.Ratio).ToArray();
        var (median, ratio) = (Percentiles.Median(values), Percentiles.Median(ratios));
        return new BenchResult
        {
            Name = name,
            Value = median,
            Unit = unit,
            Baseline = baseline,
            BaselineValue = Percentiles.Median(_rounds.Select(round => round.Baseline)),
            Ratio = ratio,
            RatioMin = ratios.Min(),
            RatioMax = ratios.Max(),
            Better = better,
            Median = median,
            Min = values.Min(),
            Max = values.Max(),
            Rounds = values.Length,
            Target = target,
            Met = met?.Invoke(median, ratio),
        };
    }

    /// <summary>Nothing against nothing is a draw; JSON has no infinity, so something against nothing is the largest number.</summary>
    private static double Ratio(double value, double baseline) =>
        baseline != 0 ? value / baseline : value == 0 ? 1 : double.MaxValue;
}
