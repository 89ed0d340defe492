using System.Runtime.InteropServices;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>Independent bits in an array of any shape. A row is one int8, 0 or 1, for each.</summary>
public sealed class MultiBinary : Space
{
    public MultiBinary(int n)
        : this([n])
    {
    }

    /// <param name="shape">One length per axis, each at least 1.</param>
    public MultiBinary(int[] shape)
        : base(ElementType.Int8, shape)
    {
    }

    /// <summary>How many bits there are on all axes together.</summary>
    public int N => RowBytes;

    public override string Kind => "MultiBinary";

    public override string Allowed => $"{N} times 0 or 1";

    /// <inheritdoc/>
    /// <remarks>Four bits are cut from one 32-bit draw; what is left over is lost.</remarks>
    public override void Sample(Span<byte> row) => Random.Integers(MemoryMarshal.Cast<byte, sbyte>(row[..N]), 0, 2);

    public override bool Contains(ReadOnlySpan<byte> row) => row.Length == N && row.IndexOfAnyExcept((byte)0, (byte)1) < 0;

    public override void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> row) => ArrayJson.Write(writer, ElementType, Shape, 0, row);

    public override void ParseJson(JsonElement json, Span<byte> row) => ArrayJson.Read(json, ElementType, Shape, 0, row, this);

    public override void WriteDescription(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("type", Kind);
        if (Shape.Count == 1)
        {
            writer.WriteNumber("n", N);
        }
        else
        {
            writer.WritePropertyName("n");
            JsonSerializer.Serialize(writer, Shape);
        }

        writer.WriteString("dtype", ElementType.NumpyName());
        writer.WriteEndObject();
    }

    public override string ToString() => Shape.Count == 1 ? $"MultiBinary({N})" : $"MultiBinary([{string.Join(", ", Shape)}])";

    private protected override bool HasSameValues(Space other) => true;

    private protected override int HashValues() => 0;

    // All bits are drawn, also those that the mask fixes: so do the draws stay in step.
    private protected override void SampleMasked(Span<byte> row, SampleMask mask)
    {
        var values = mask.ValuesFor(this, N);
        var bad = values.IndexOfAnyExcept((sbyte)0, (sbyte)1, (sbyte)2);
        if (bad >= 0)
        {
            throw new GymException($"Entry {bad} of a mask for {this} is {values[bad]}: 0, 1, or 2 for a bit that is drawn, is allowed.");
        }

        Sample(row);
        for (var i = 0; i < values.Length; i++)
        {
            row[i] = values[i] == 2 ? row[i] : (byte)values[i];
        }
    }

    // One random() per bit, which is 1 where the draw is not greater than its probability.
    private protected override void SampleWeighted(Span<byte> row, SampleProbabilities probabilities)
    {
        var values = probabilities.ValuesFor(this, N);
        foreach (var p in values)
        {
            SampleProbabilities.CheckOne(p, this);
        }

        for (var i = 0; i < values.Length; i++)
        {
            row[i] = Random.Random() <= values[i] ? (byte)1 : (byte)0;
        }
    }
}
