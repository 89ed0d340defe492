namespace Palestra.Gym.Wrappers;

/// <summary>
/// Mean and variance over everything seen, updated one value at a time by the parallel formula
/// (https://en.wikipedia.org/wiki/Algorithms_for_calculating_variance#Parallel_algorithm), in the order of operations of
/// Gymnasium's <c>RunningMeanStd</c>. Starts as if a ten-thousandth of a value had been seen, with mean 0 and variance 1. Not thread-safe.
/// </summary>
/// <param name="dimensions">How many numbers a value has.</param>
/// <param name="single">Computes in float32, as NumPy does when it sees nothing wider; the count is always a double.</param>
/// <param name="startsSingle">
/// In double, but the first mean and variance are float32: what NumPy makes of a float32 statistic that sees doubles.
/// </param>
internal sealed class RunningMeanVariance(int dimensions, bool single, bool startsSingle)
{
    [NotTunable("The weight of the first guess is Gymnasium's own.")]
    private const double FirstCount = 1e-4;

    private readonly double[] _mean = new double[dimensions];
    private readonly double[] _variance = [.. Enumerable.Repeat(1.0, dimensions)];
    private double _count = FirstCount;
    private bool _isSingle = single || startsSingle;

    public ReadOnlySpan<double> Mean => _mean;

    public ReadOnlySpan<double> Variance => _variance;

    /// <summary>How much was seen, the first guess included.</summary>
    public double Count => _count;

    public void Update(ReadOnlySpan<double> value)
    {
        var total = _count + 1;
        for (var i = 0; i < _mean.Length; i++)
        {
            if (single)
            {
                UpdateSingle(i, (float)value[i], (float)_count, (float)total);
                continue;
            }

            var delta = value[i] - _mean[i];
            var seen = _isSingle ? (float)_variance[i] * (float)_count : _variance[i] * _count;
            _mean[i] += delta / total;
            _variance[i] = (seen + (delta * delta * _count / total)) / total;
        }

        _count = total;
        _isSingle = single;
    }

    /// <summary>Square root of variance and <paramref name="epsilon"/>.</summary>
    public double Deviation(int index, double epsilon) => _isSingle
        ? MathF.Sqrt((float)_variance[index] + (float)epsilon)
        : Math.Sqrt(_variance[index] + epsilon);

    public void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        writer.Write(_isSingle);
        for (var i = 0; i < _mean.Length; i++)
        {
            writer.Write(_mean[i]);
            writer.Write(_variance[i]);
        }
    }

    public void Restore(BinaryReader reader)
    {
        _count = reader.ReadDouble();
        _isSingle = reader.ReadBoolean();
        for (var i = 0; i < _mean.Length; i++)
        {
            _mean[i] = reader.ReadDouble();
            _variance[i] = reader.ReadDouble();
        }
    }

    // Explicit narrowing after every operation: the runtime may otherwise keep more digits than NumPy has.
    private void UpdateSingle(int i, float value, float count, float total)
    {
        var (mean, variance) = ((float)_mean[i], (float)_variance[i]);
        var delta = value - mean;
        var seen = variance * count;
        var spread = (float)((float)((float)(delta * delta) * count) / total);
        _mean[i] = (float)(mean + (float)(delta / total));
        _variance[i] = (float)((float)(seen + spread) / total);
    }
}
