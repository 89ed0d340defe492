namespace Palestra.Gym.Vector;

/// <summary>
/// The space of all slots together (Gymnasium's <c>batch_space</c>). Its rows are the rows of the slots back to back; so a
/// composite, which Gymnasium batches part by part, is here a tuple of its copies.
/// </summary>
internal static class BatchedSpace
{
    public static Space Of(Space single, int count) => single switch
    {
        Discrete { ElementType: ElementType.Int64 } discrete => new MultiDiscrete(
            [.. Enumerable.Repeat(discrete.N, count)], [.. Enumerable.Repeat(discrete.Start, count)]),
        Box { IsUniform: true } box => new Box(box.Low[0], box.High[0], [count, .. box.Shape], box.ElementType),
        Box box => new Box(Repeat(box.Low, count), Repeat(box.High, count), [count, .. box.Shape], box.ElementType),
        MultiBinary bits => new Box(0, 1, [count, .. bits.Shape], bits.ElementType),
        MultiDiscrete many => new Box(
            Repeat(Doubles(many.Start, (start, _) => start, many.N), count),
            Repeat(Doubles(many.Start, (start, n) => start + n - 1, many.N), count),
            [count, .. many.Shape],
            many.ElementType),
        _ => new TupleSpace([.. Enumerable.Repeat(single, count)]),
    };

    private static double[] Doubles(ReadOnlySpan<long> starts, Func<long, long, long> bound, ReadOnlySpan<long> counts)
    {
        var values = new double[starts.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = bound(starts[i], counts[i]);
        }

        return values;
    }

    private static double[] Repeat(ReadOnlySpan<double> bounds, int count)
    {
        var values = new double[bounds.Length * count];
        for (var i = 0; i < count; i++)
        {
            bounds.CopyTo(values.AsSpan(i * bounds.Length));
        }

        return values;
    }
}
