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

    /// <summary>Draws among the values whose mask entry is not 0; <see cref="Start"/> when there is none.</summary>
    /// <param name="mask">One entry per value.</param>
    public long SampleMasked(ReadOnlySpan<sbyte> mask)
    {
        CheckLength(mask.Length);
        var valid = 0;
        foreach (var m in mask)
        {
            valid += m != 0 ? 1 : 0;
        }

        var pick = valid == 0 ? -1 : Random.Integers(0, valid);
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i] != 0 && pick-- == 0)
            {
                return Start + i;
            }
        }

        return Start;
    }

    /// <param name="probabilities">One entry per value, summing to 1.</param>
    public long SampleWeighted(ReadOnlySpan<double> probabilities)
    {
        CheckLength(probabilities.Length);
        return Start + Random.ChoiceWeighted(probabilities);
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
