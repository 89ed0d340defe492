namespace Palestra.Gym;

/// <summary>
/// Turns values of any space into one row of numbers for a learner, and back: Gymnasium's <c>flatten_space</c>,
/// <c>flatten</c>, <c>unflatten</c> and <c>flatdim</c> (https://gymnasium.farama.org/api/spaces/utils/). A
/// <see cref="Discrete"/> becomes one-hot, a <see cref="MultiDiscrete"/> one-hots one after the other, a
/// <see cref="Box"/> and a <see cref="MultiBinary"/> their elements, a composite its parts in their order. The type of the
/// result is the one that holds all parts (NumPy's <c>result_type</c>). Thread-safe; flattening allocates nothing.
/// </summary>
public sealed class SpaceFlattener
{
    private readonly Leaf[] _leaves;

    public SpaceFlattener(Space space)
    {
        ArgumentNullException.ThrowIfNull(space);
        Space = space;
        var leaves = new List<Leaf>();
        Collect(space, 0, 0, leaves);
        _leaves = [.. leaves];
        Flat = new Box(
            [.. leaves.SelectMany(l => l.Low)],
            [.. leaves.SelectMany(l => l.High)],
            [leaves.Sum(l => l.Count)],
            leaves.Select(l => l.Space.ElementType).Aggregate(ElementTypePromotion.Common));
    }

    /// <summary>What is flattened.</summary>
    public Space Space { get; }

    /// <summary>The space of the results, of one axis.</summary>
    public Box Flat { get; }

    /// <summary>How many numbers a result has.</summary>
    public int FlatDim => Flat.Count;

    /// <param name="row">A value of <see cref="Space"/>.</param>
    /// <param name="flat">Receives a row of <see cref="Flat"/>.</param>
    /// <exception cref="GymException">A row has another length, or a choice in it is outside its space.</exception>
    public void Flatten(ReadOnlySpan<byte> row, Span<byte> flat)
    {
        Rows.Check(row.Length, Space, "value");
        Rows.Check(flat.Length, Flat, "value");
        foreach (var leaf in _leaves)
        {
            var part = row.Slice(leaf.Offset, leaf.Space.RowBytes);
            switch (leaf.Space)
            {
                case Discrete discrete:
                    OneHot(flat, leaf.FlatIndex, discrete.N, Discrete.Read(part) - discrete.Start, discrete);
                    break;
                case MultiDiscrete several:
                    var at = leaf.FlatIndex;
                    for (var i = 0; i < several.N.Length; i++)
                    {
                        OneHot(flat, at, several.N[i], several.Get(part, i) - several.Start[i], several);
                        at += (int)several.N[i];
                    }

                    break;
                default:
                    CopyNumbers(part, leaf.Space.ElementType, flat[(leaf.FlatIndex * Flat.ElementType.SizeBytes())..], Flat.ElementType, leaf.Count);
                    break;
            }
        }
    }

    /// <summary>Back again: the choice of a one-hot is its first number that is not 0.</summary>
    /// <exception cref="GymException">A row has another length, or a one-hot is all 0.</exception>
    public void Unflatten(ReadOnlySpan<byte> flat, Span<byte> row)
    {
        Rows.Check(flat.Length, Flat, "value");
        Rows.Check(row.Length, Space, "value");
        foreach (var leaf in _leaves)
        {
            var part = row.Slice(leaf.Offset, leaf.Space.RowBytes);
            switch (leaf.Space)
            {
                case Discrete discrete:
                    NumberJson.Set(discrete.ElementType, part, discrete.Start + Hot(flat, leaf.FlatIndex, discrete.N, discrete));
                    break;
                case MultiDiscrete several:
                    var at = leaf.FlatIndex;
                    for (var i = 0; i < several.N.Length; i++)
                    {
                        NumberJson.Set(several.ElementType, part[(i * several.ElementType.SizeBytes())..], several.Start[i] + Hot(flat, at, several.N[i], several));
                        at += (int)several.N[i];
                    }

                    break;
                default:
                    CopyNumbers(flat[(leaf.FlatIndex * Flat.ElementType.SizeBytes())..], Flat.ElementType, part, leaf.Space.ElementType, leaf.Count);
                    break;
            }
        }
    }

    private static (int Offset, int FlatIndex) Collect(Space space, int offset, int flatIndex, List<Leaf> leaves)
    {
        if (space is CompositeSpace composite)
        {
            foreach (var part in composite.Parts)
            {
                (offset, flatIndex) = Collect(part, offset, flatIndex, leaves);
            }

            return (offset, flatIndex);
        }

        var leaf = new Leaf(space, offset, flatIndex);
        leaves.Add(leaf);
        return (offset + space.RowBytes, checked(flatIndex + leaf.Count));
    }

    private static void CopyNumbers(ReadOnlySpan<byte> from, ElementType fromType, Span<byte> to, ElementType toType, int count)
    {
        if (fromType == toType)
        {
            from[..(count * fromType.SizeBytes())].CopyTo(to);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            NumberJson.Set(toType, to[(i * toType.SizeBytes())..], NumberJson.Get(fromType, from[(i * fromType.SizeBytes())..]));
        }
    }

    private void OneHot(Span<byte> flat, int at, long n, long choice, Space space)
    {
        if ((ulong)choice >= (ulong)n)
        {
            throw new GymException($"A value cannot be flattened, since it is outside {space}: allowed are {space.Allowed}.");
        }

        var size = Flat.ElementType.SizeBytes();
        flat.Slice(at * size, (int)n * size).Clear();
        NumberJson.Set(Flat.ElementType, flat[((at + (int)choice) * size)..], 1);
    }

    private long Hot(ReadOnlySpan<byte> flat, int at, long n, Space space)
    {
        for (var i = 0; i < n; i++)
        {
            if (Flat.Get(flat, at + i) != 0)
            {
                return i;
            }
        }

        throw new GymException($"A row cannot be turned back into a value of {space}: its one-hot is all 0.");
    }

    private sealed record Leaf(Space Space, int Offset, int FlatIndex)
    {
        public int Count { get; } = checked((int)(Space switch
        {
            Discrete discrete => discrete.N,
            MultiDiscrete several => Sum(several.N),
            _ => Space.RowBytes / Space.ElementType.SizeBytes(),
        }));

        public IEnumerable<double> Low => Space is Box box ? box.Low.ToArray() : Enumerable.Repeat(0.0, Count);

        public IEnumerable<double> High => Space is Box box ? box.High.ToArray() : Enumerable.Repeat(1.0, Count);

        private static long Sum(ReadOnlySpan<long> values)
        {
            long sum = 0;
            foreach (var value in values)
            {
                sum = checked(sum + value);
            }

            return sum;
        }
    }
}
