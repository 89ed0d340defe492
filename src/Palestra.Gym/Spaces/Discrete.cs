using System.Buffers.Binary;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>The whole numbers <see cref="Start"/> to <see cref="Start"/> + <see cref="N"/> - 1. A row is one integer.</summary>
public sealed class Discrete : Space
{
    public Discrete(long n, long start = 0, ElementType elementType = ElementType.Int64)
        : base(elementType, [])
    {
        if (n < 1)
        {
            throw new GymException($"A Discrete space of {n} values is not possible: it needs at least 1.");
        }

        if (elementType is not (ElementType.Int64 or ElementType.Int32))
        {
            throw new GymException($"A Discrete space of {elementType.NumpyName()} is not supported: int64 or int32.");
        }

        N = n;
        Start = start;
    }

    public long N { get; }

    public long Start { get; }

    public override string Kind => "Discrete";

    public override string Allowed => $"whole numbers {Start} to {Start + N - 1}";

    public static long Read(ReadOnlySpan<byte> row) => row.Length == 4
        ? BinaryPrimitives.ReadInt32LittleEndian(row)
        : BinaryPrimitives.ReadInt64LittleEndian(row);

    public static void Write(Span<byte> row, long value) => BinaryPrimitives.WriteInt64LittleEndian(row, value);

    public long Sample() => Start + Random.Integers(0, N);

    /// <summary>
    /// Draws among the values whose mask entry is 1; <see cref="Start"/>, without a draw, when there is none.
    /// </summary>
    /// <param name="mask">One entry per value, 0 or 1.</param>
    /// <exception cref="GymException">The mask has another length or other entries.</exception>
    public long SampleMasked(ReadOnlySpan<sbyte> mask)
    {
        CheckLength(mask.Length);
        return Start + ChooseMasked(mask, Random, this);
    }

    /// <param name="probabilities">One entry per value, 0 to 1, summing to 1.</param>
    /// <exception cref="GymException">They are not that.</exception>
    public long SampleWeighted(ReadOnlySpan<double> probabilities)
    {
        CheckLength(probabilities.Length);
        return Start + SampleProbabilities.Choose(probabilities, Random, this);
    }

    public override void Sample(Span<byte> row) => Store(row, Sample());

    public override bool Contains(ReadOnlySpan<byte> row) =>
        row.Length == RowBytes && (ulong)(Read(row) - Start) < (ulong)N;

    public override void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> row)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(Read(row));
    }

    public override void ParseJson(JsonElement json, Span<byte> row)
    {
        if (!NumberJson.TryReadInteger(json, out var value))
        {
            throw new GymException($"{json.GetRawText()} is not a value of {this}: {Allowed}.");
        }

        Store(row, value);
    }

    public override void WriteDescription(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("type", Kind);
        writer.WriteNumber("n", N);
        writer.WriteNumber("start", Start);
        writer.WriteString("dtype", ElementType.NumpyName());
        writer.WriteEndObject();
    }

    public override string ToString() => Start == 0 ? $"Discrete({N})" : $"Discrete({N}, start={Start})";

    /// <summary>Index of one of the ones, by one draw among them; 0, without a draw, when there is none.</summary>
    internal static long ChooseMasked(ReadOnlySpan<sbyte> mask, NumpyRandom random, Space space)
    {
        var bad = mask.IndexOfAnyExcept((sbyte)0, (sbyte)1);
        if (bad >= 0)
        {
            throw new GymException($"Entry {bad} of a mask for {space} is {mask[bad]}: 0 or 1 is allowed.");
        }

        var ones = mask.Count((sbyte)1);
        if (ones == 0)
        {
            return 0;
        }

        var pick = random.Integers(0, ones);
        var index = mask.IndexOf((sbyte)1);
        for (; pick > 0; pick--)
        {
            index += 1 + mask[(index + 1)..].IndexOf((sbyte)1);
        }

        return index;
    }

    private protected override void SampleMasked(Span<byte> row, SampleMask mask) =>
        Store(row, Start + ChooseMasked(mask.ValuesFor(this, N), Random, this));

    private protected override void SampleWeighted(Span<byte> row, SampleProbabilities probabilities) =>
        Store(row, Start + SampleProbabilities.Choose(probabilities.ValuesFor(this, N), Random, this));

    private protected override bool HasSameValues(Space other) => ((Discrete)other).N == N && ((Discrete)other).Start == Start;

    private protected override int HashValues() => HashCode.Combine(N, Start);

    internal void Store(Span<byte> row, long value)
    {
        if (ElementType == ElementType.Int32)
        {
            BinaryPrimitives.WriteInt32LittleEndian(row, checked((int)value));
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(row, value);
        }
    }

    private void CheckLength(int length)
    {
        if (length != N)
        {
            throw new GymException($"A mask or a list of probabilities for {this} has {N} entries, not {length}.");
        }
    }
}
