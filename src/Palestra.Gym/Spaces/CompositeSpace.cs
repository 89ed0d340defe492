using System.Numerics;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// Several spaces as one: the row is their rows, one after the other. If all parts have one element type, that is the
/// type of the row; otherwise the row counts as bytes.
/// </summary>
public abstract class CompositeSpace : Space
{
    // An array, since walking an interface allocates.
    private readonly Space[] _parts;

    private protected CompositeSpace(Space[] parts)
        : base(CommonType(parts), [parts.Sum(p => p.RowBytes) / CommonType(parts).SizeBytes()]) => _parts = [.. parts];

    public IReadOnlyList<Space> Parts => _parts;

    public override string Allowed => string.Join("; ", Parts.Select(p => p.Allowed));

    /// <inheritdoc/>
    /// <remarks>Each part is seeded from one draw below 2^31 - 1 of this space's generator, in order.</remarks>
    public override void Seed(BigInteger seed)
    {
        base.Seed(seed);
        foreach (var part in _parts)
        {
            part.Seed(Random.Integers(0, int.MaxValue));
        }
    }

    public override void Sample(Span<byte> row)
    {
        foreach (var part in _parts)
        {
            part.Sample(row[..part.RowBytes]);
            row = row[part.RowBytes..];
        }
    }

    public override bool Contains(ReadOnlySpan<byte> row)
    {
        if (row.Length != RowBytes)
        {
            return false;
        }

        foreach (var part in _parts)
        {
            if (!part.Contains(row[..part.RowBytes]))
            {
                return false;
            }

            row = row[part.RowBytes..];
        }

        return true;
    }

    private protected override bool HasSameValues(Space other) => ((CompositeSpace)other)._parts.SequenceEqual(_parts);

    private protected override int HashValues()
    {
        var hash = default(HashCode);
        foreach (var part in _parts)
        {
            hash.Add(part);
        }

        return hash.ToHashCode();
    }

    private protected override void SampleMasked(Span<byte> row, SampleMask mask)
    {
        for (var i = 0; i < _parts.Length; i++)
        {
            _parts[i].Sample(row[.._parts[i].RowBytes], PartOf(mask, i));
            row = row[_parts[i].RowBytes..];
        }
    }

    private protected override void SampleWeighted(Span<byte> row, SampleProbabilities probabilities)
    {
        for (var i = 0; i < _parts.Length; i++)
        {
            _parts[i].Sample(row[.._parts[i].RowBytes], null, PartOf(probabilities, i));
            row = row[_parts[i].RowBytes..];
        }
    }

    private protected abstract TGuide? PartOf<TGuide, T>(SampleGuide<TGuide, T> guide, int index)
        where TGuide : SampleGuide<TGuide, T>
        where T : unmanaged;

    private protected void CheckJson(JsonElement json, JsonValueKind kind, int count)
    {
        if (json.ValueKind != kind || count != Parts.Count)
        {
            throw new GymException($"{json.GetRawText()} is not a value of {this}: {Parts.Count} parts are needed.");
        }
    }

    private static ElementType CommonType(Space[] parts) =>
        parts.Length > 0 && parts.All(p => p.ElementType == parts[0].ElementType) ? parts[0].ElementType : ElementType.UInt8;
}
