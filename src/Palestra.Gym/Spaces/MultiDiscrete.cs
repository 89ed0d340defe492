using System.Buffers.Binary;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>Several independent <see cref="Discrete"/> values at once. A row is one int64 for each.</summary>
public sealed class MultiDiscrete : Space
{
    private readonly long[] _n;
    private readonly long[] _start;

    /// <param name="n">How many values each component has.</param>
    /// <param name="start">The smallest value of each component; <c>null</c> is 0 for all.</param>
    public MultiDiscrete(long[] n, long[]? start = null)
        : base(ElementType.Int64, [n.Length])
    {
        _n = [.. n];
        _start = start is null ? new long[n.Length] : [.. start];
        if (_n.Any(x => x < 1) || _start.Length != _n.Length)
        {
            throw new GymException($"MultiDiscrete needs counts of at least 1 and as many starts, not [{string.Join(", ", _n)}] and [{string.Join(", ", _start)}].");
        }
    }

    public ReadOnlySpan<long> N => _n;

    public ReadOnlySpan<long> Start => _start;

    public override string Kind => "MultiDiscrete";

    public override string Allowed => string.Join(", ", _n.Select((n, i) => $"{_start[i]} to {_start[i] + n - 1}"));

    public override void Sample(Span<byte> row)
    {
        for (var i = 0; i < _n.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(row[(8 * i)..], (long)(Random.Random() * _n[i]) + _start[i]);
        }
    }

    public override bool Contains(ReadOnlySpan<byte> row)
    {
        if (row.Length != RowBytes)
        {
            return false;
        }

        for (var i = 0; i < _n.Length; i++)
        {
            if ((ulong)(BinaryPrimitives.ReadInt64LittleEndian(row[(8 * i)..]) - _start[i]) >= (ulong)_n[i])
            {
                return false;
            }
        }

        return true;
    }

    public override void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> row) => ArrayJson.Write(writer, ElementType, Shape, 0, row);

    public override void ParseJson(JsonElement json, Span<byte> row) => ArrayJson.Read(json, ElementType, Shape, 0, row, this);

    public override void WriteDescription(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("type", Kind);
        writer.WritePropertyName("nvec");
        JsonSerializer.Serialize(writer, _n);
        writer.WritePropertyName("start");
        JsonSerializer.Serialize(writer, _start);
        writer.WriteString("dtype", ElementType.NumpyName());
        writer.WriteEndObject();
    }

    public override string ToString() => $"MultiDiscrete([{string.Join(", ", _n)}])";
}
