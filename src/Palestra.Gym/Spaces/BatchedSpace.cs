namespace Palestra.Gym;

/// <summary>
/// Several values of one space as one value, on a new first axis: Gymnasium's <c>batch_space</c>. A <see cref="Box"/>
/// becomes a Box of one more axis, a <see cref="Discrete"/> a <see cref="MultiDiscrete"/>, a <see cref="MultiDiscrete"/> or
/// <see cref="MultiBinary"/> an integer Box; a composite keeps its parts, each batched. Thread-safe.
/// </summary>
public sealed class BatchedSpace
{
    private readonly (int Offset, int Length)[] _leaves;

    /// <exception cref="GymException">The count is below 1.</exception>
    public BatchedSpace(Space single, int count)
    {
        ArgumentNullException.ThrowIfNull(single);
        if (count < 1)
        {
            throw new GymException($"{count} values of {single} cannot be one value: 1 or more can.");
        }

        Single = single;
        Count = count;
        Space = Batch(single, count);
        _leaves = [.. Leaves(single, 0)];
    }

    public Space Single { get; }

    public int Count { get; }

    /// <summary>The space of all values together.</summary>
    public Space Space { get; }

    /// <summary>Puts one value in its place among the others.</summary>
    /// <param name="row">A row of <see cref="Single"/>.</param>
    /// <param name="batch">A row of <see cref="Space"/>.</param>
    public void Put(ReadOnlySpan<byte> row, int index, Span<byte> batch)
    {
        foreach (var (offset, length) in _leaves)
        {
            row.Slice(offset, length).CopyTo(batch[((offset * Count) + (index * length))..]);
        }
    }

    private static Space Batch(Space single, int count) => single switch
    {
        Box box => new Box(Repeat(box.Low, count), Repeat(box.High, count), [count, .. box.Shape], box.ElementType),
        Discrete discrete => new MultiDiscrete(
            [.. Enumerable.Repeat(discrete.N, count)], [.. Enumerable.Repeat(discrete.Start, count)], null, discrete.ElementType),
        MultiDiscrete several => new Box(
            Repeat(Doubles(several, top: false), count), Repeat(Doubles(several, top: true), count), [count, .. several.Shape], several.ElementType),
        MultiBinary bits => new Box(0, 1, [count, .. bits.Shape], bits.ElementType),
        TupleSpace tuple => new TupleSpace([.. tuple.Parts.Select(p => Batch(p, count))]),
        DictSpace dict => new DictSpace(dict.Keys.Zip(dict.Parts).ToDictionary(p => p.First, p => Batch(p.Second, count))),
        _ => throw new GymException($"{single} cannot be batched."),
    };

    private static double[] Repeat(ReadOnlySpan<double> values, int count)
    {
        var result = new double[values.Length * count];
        for (var i = 0; i < count; i++)
        {
            values.CopyTo(result.AsSpan(i * values.Length));
        }

        return result;
    }

    private static double[] Doubles(MultiDiscrete space, bool top)
    {
        var result = new double[space.N.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = space.Start[i] + (top ? space.N[i] - 1 : 0);
        }

        return result;
    }

    private static IEnumerable<(int Offset, int Length)> Leaves(Space space, int offset)
    {
        if (space is not CompositeSpace composite)
        {
            yield return (offset, space.RowBytes);
            yield break;
        }

        foreach (var part in composite.Parts)
        {
            foreach (var leaf in Leaves(part, offset))
            {
                yield return leaf;
            }

            offset += part.RowBytes;
        }
    }
}
