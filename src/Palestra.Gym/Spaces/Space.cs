using System.Text;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// A set of values with a layout. A value is a row: its elements, contiguous, row-major, little-endian. Sampling uses
/// the space's own generator, as Gymnasium's spaces do; so sampling is not thread-safe, everything else is. Spaces with the
/// same values in the same layout are equal, whatever their generators.
/// </summary>
public abstract class Space : IEquatable<Space>
{
    private NumpyRandom? _random;

    private protected Space(ElementType elementType, int[] shape)
    {
        ElementType = elementType;
        Shape = [.. shape];
        RowBytes = elementType.SizeBytes() * CountOf(shape, elementType);
    }

    /// <summary>Type of the elements. A composite of differing types is a row of bytes.</summary>
    public ElementType ElementType { get; }

    /// <summary>Shape of one row; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Bytes of one row.</summary>
    public int RowBytes { get; }

    /// <summary>Kind of space: <c>Discrete</c>, <c>Box</c>, <c>MultiDiscrete</c>, <c>MultiBinary</c>, <c>Tuple</c>, <c>Dict</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What is in it, in words, for error sentences.</summary>
    public abstract string Allowed { get; }

    /// <summary>The generator <see cref="Sample(Span{byte})"/> draws from; from the system's entropy until <see cref="Seed"/>.</summary>
    public NumpyRandom Random => _random ??= NumpyRandom.FromEntropy();

    /// <summary>Seeds sampling as Gymnasium's <c>space.seed</c> does.</summary>
    public virtual void Seed(System.Numerics.BigInteger seed) => _random = new NumpyRandom(seed);

    /// <summary>Draws a value into <paramref name="row"/>.</summary>
    public abstract void Sample(Span<byte> row);

    /// <summary>
    /// Draws a value into <paramref name="row"/> among those that a mask allows, or by probabilities, with the draws of
    /// Gymnasium's <c>sample(mask, probability)</c>. Allocates nothing. For <see cref="Discrete"/> recordings of Gymnasium
    /// hold the draws; for the other spaces there are none, and they follow its algorithm as published
    /// (https://gymnasium.farama.org/api/spaces/fundamental/).
    /// </summary>
    /// <exception cref="GymException">Both are given, or one does not fit this space, or probabilities are none.</exception>
    public void Sample(Span<byte> row, SampleMask? mask, SampleProbabilities? probabilities = null)
    {
        if (mask is not null && probabilities is not null)
        {
            throw new GymException($"A sample of {this} was asked for with a mask and with probabilities: give one of the two.");
        }

        if (mask is not null)
        {
            SampleMasked(row, mask);
        }
        else if (probabilities is not null)
        {
            SampleWeighted(row, probabilities);
        }
        else
        {
            Sample(row);
        }
    }

    /// <summary>Whether the row has the right length and a value of this space. NaN is in no space.</summary>
    public abstract bool Contains(ReadOnlySpan<byte> row);

    /// <summary>Writes one value as JSON: a number, an array or an object. Infinities and NaN are texts.</summary>
    public abstract void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> row);

    /// <summary>Reads one value from JSON. Whether it lies within the bounds is <see cref="Contains"/>'s question.</summary>
    /// <exception cref="GymException">It does not have the form of a value of this space.</exception>
    public abstract void ParseJson(JsonElement json, Span<byte> row);

    /// <summary>Writes what the space is: <c>{"type":"Discrete","n":4,"start":0,"dtype":"int64"}</c>.</summary>
    public abstract void WriteDescription(Utf8JsonWriter writer);

    /// <summary><see cref="WriteDescription"/> as an element, for API answers.</summary>
    public JsonElement Describe() => JsonDocument.Parse(ToUtf8(WriteDescription)).RootElement;

    /// <summary>One value as JSON text, for messages; a row of the wrong length is named as such.</summary>
    public string Show(ReadOnlySpan<byte> row)
    {
        if (row.Length != RowBytes)
        {
            return $"of {row.Length} bytes (a row has {RowBytes})";
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            WriteJson(writer, row);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public bool Equals(Space? other) =>
        ReferenceEquals(this, other) || (other is not null && other.GetType() == GetType() && other.ElementType == ElementType
            && other.Shape.SequenceEqual(Shape) && HasSameValues(other));

    public sealed override bool Equals(object? obj) => Equals(obj as Space);

    public sealed override int GetHashCode() => HashCode.Combine(Kind, ElementType, RowBytes, HashValues());

    /// <summary>How many elements a shape has.</summary>
    /// <exception cref="GymException">A dimension is below 1, or the row would be larger than an array can be.</exception>
    private protected static int CountOf(ReadOnlySpan<int> shape, ElementType elementType)
    {
        long count = 1;
        foreach (var side in shape)
        {
            count *= side;
            if (side < 1 || count * elementType.SizeBytes() > Array.MaxLength)
            {
                throw new GymException(
                    $"No space has the shape ({string.Join(", ", shape.ToArray())}): every dimension is at least 1, and a row at most {Array.MaxLength} bytes.");
            }
        }

        return (int)count;
    }

    /// <summary>Compares what kind, element type and shape leave open.</summary>
    private protected abstract bool HasSameValues(Space other);

    private protected abstract int HashValues();

    private protected abstract void SampleMasked(Span<byte> row, SampleMask mask);

    private protected abstract void SampleWeighted(Span<byte> row, SampleProbabilities probabilities);

    private static byte[] ToUtf8(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return stream.ToArray();
    }
}
