namespace Palestra.Gym;

/// <summary>
/// How probable each value of a sample is. For a <see cref="Discrete"/> one number per value, summing to 1; for a
/// <see cref="MultiBinary"/> the probability of a 1 for each bit; for a <see cref="MultiDiscrete"/> one list per
/// component, row-major; for a <see cref="TupleSpace"/> or <see cref="DictSpace"/> one per part, where <c>null</c> leaves a
/// part uniform. A <see cref="Box"/> takes none. Arrays are not copied, so that a loop may change them between samples.
/// </summary>
public sealed class SampleProbabilities : SampleGuide<SampleProbabilities, double>
{
    // numpy.isclose(sum, 1) with its default relative and absolute tolerance.
    [NotTunable("Gymnasium accepts exactly these sums.")]
    private const double SumTolerance = 1e-5 + 1e-8;

    public SampleProbabilities(params double[] values)
        : base(values)
    {
    }

    private SampleProbabilities(SampleProbabilities?[] parts)
        : base(parts)
    {
    }

    private SampleProbabilities(IReadOnlyDictionary<string, SampleProbabilities?> named)
        : base(named)
    {
    }

    private protected override string Name => "A list of probabilities";

    public static SampleProbabilities OfParts(params SampleProbabilities?[] parts) => new(parts);

    public static SampleProbabilities OfParts(IReadOnlyDictionary<string, SampleProbabilities?> parts) => new(parts);

    /// <summary>
    /// Draws an index with one <c>random()</c>, as Gymnasium does: the probabilities are divided by their sum, and the first
    /// index is taken whose running sum, divided by the last one, is greater than the draw.
    /// </summary>
    internal static int Choose(ReadOnlySpan<double> probabilities, NumpyRandom random, Space space)
    {
        double sum = 0;
        foreach (var p in probabilities)
        {
            CheckOne(p, space);
            sum += p;
        }

        if (!(Math.Abs(sum - 1) <= SumTolerance))
        {
            throw new GymException($"The probabilities for {space} sum to {sum}: they must sum to 1.");
        }

        double total = 0;
        foreach (var p in probabilities)
        {
            total += p / sum;
        }

        var draw = random.Random();
        double running = 0;
        var last = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            running += probabilities[i] / sum;
            if (running / total > draw)
            {
                return i;
            }

            last = probabilities[i] > 0 ? i : last;
        }

        return last;
    }

    internal static void CheckOne(double probability, Space space)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new GymException($"A probability for {space} is {probability}: 0 to 1 is allowed.");
        }
    }
}
