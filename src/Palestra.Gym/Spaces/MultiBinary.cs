using System.Runtime.InteropServices;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>A number of independent bits. A row is one int8, 0 or 1, for each.</summary>
public sealed class MultiBinary : Space
{
    public MultiBinary(int n)
        : base(ElementType.Int8, [n])
    {
        if (n < 1)
        {
            throw new GymException($"A MultiBinary space of {n} bits is not possible: it needs at least 1.");
        }

        N = n;
    }

    public int N { get; }

    public override string Kind => "MultiBinary";

    public override string Allowed => $"{N} times 0 or 1";

    public override void Sample(Span<byte> row) => Random.Integers(MemoryMarshal.Cast<byte, sbyte>(row[..N]), 0, 2);

    public override bool Contains(ReadOnlySpan<byte> row) => row.Length == N && row.IndexOfAnyExcept((byte)0, (byte)1) < 0;

    public override void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> row) => ArrayJson.Write(writer, ElementType, Shape, 0, row);

    public override void ParseJson(JsonElement json, Span<byte> row) => ArrayJson.Read(json, ElementType, Shape, 0, row, this);

    public override void WriteDescription(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("type", Kind);
        writer.WriteNumber("n", N);
        writer.WriteString("dtype", ElementType.NumpyName());
        writer.WriteEndObject();
    }

    public override string ToString() => $"MultiBinary({N})";
}
