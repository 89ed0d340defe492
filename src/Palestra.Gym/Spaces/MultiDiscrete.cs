using System.Buffers.Binary;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// Several independent <see cref="Discrete"/> values at once, in an array of any shape. A row is one int64 (or int32) for
/// each, row-major.
/// </summary>
public sealed class MultiDiscrete : Space
{
    private readonly long[] _n;
    private readonly long[] _start;

    /// <param name="n">How many values each component has, row-major.</param>
    /// <param name="start">The smallest value of each component; <c>null</c> is 0 for all.</param>
    /// <param name="shape">How the components are arranged; <c>null</c> is in one line.</param>
    public MultiDiscrete(long[] n, long[]? start = null, int[]? shape = null, ElementType elementType = ElementType.Int64)
        : base(elementType, shape ?? [(n ?? throw new ArgumentNullException(nameof(n))).Length])
    {
        if (elementType is not (ElementType.Int64 or ElementType.Int32))
        {
            throw new GymException($"A MultiDiscrete space of {elementType.NumpyName()} is not supported: int64 or int32.");
        }

        _n = [.. n];
        _start = start is null ? new long[n.Length] : [.. start];
        var count = RowBytes / ElementType.SizeBytes();
        if (_n.Any(x => x < 1) || _start.Length != _n.Length || _n.Length != count)
        {
            throw new GymException(
                $"MultiDiscrete needs {count} counts of at least 1 and as many starts, not [{string.Join(", ", _n)}] and [{string.Join(", ", _start)}].");
        }
    }

    public ReadOnlySpan<long> N => _n;

    public ReadOnlySpan<long> Start => _start;

    public override string Kind => "MultiDiscrete";

    public override string Allowed => string.Join(", ", _n.Select((n, i) => $"{_start[i]} to {_start[i] + n - 1}"));

    public long Get(ReadOnlySpan<byte> row, int index) => ElementType == ElementType.Int64
        ? BinaryPrimitives.ReadInt64LittleEndian(row[(8 * index)..])
        : BinaryPrimitives.ReadInt32LittleEndian(row[(4 * index)..]);

    /// <inheritdoc/>
    /// <remarks>One <c>random()</c> per component, times its count, rounded down.</remarks>
    public override void Sample(Span<byte> row)
    {
        for (var i = 0; i < _n.Length; i++)
        {
            Store(row, i, (long)(Random.Random() * _n[i]));
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
            if ((ulong)(Get(row, i) - _start[i]) >= (ulong)_n[i])
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
        if (Shape.Count != 1)
        {
            writer.WritePropertyName("shape");
            JsonSerializer.Serialize(writer, Shape);
        }

        writer.WritePropertyName("nvec");
        JsonSerializer.Serialize(writer, _n);
        writer.WritePropertyName("start");
        JsonSerializer.Serialize(writer, _start);
        writer.WriteString("dtype", ElementType.NumpyName());
        writer.WriteEndObject();
    }

    public override string ToString() => _start.All(s => s == 0)
        ? $"MultiDiscrete([{string.Join(", ", _n)}])"
        : $"MultiDiscrete([{string.Join(", ", _n)}], start=[{string.Join(", ", _start)}])";

    private protected override bool HasSameValues(Space other) =>
        ((MultiDiscrete)other)._n.SequenceEqual(_n) && ((MultiDiscrete)other)._start.SequenceEqual(_start);

    private protected override int HashValues()
    {
        var hash = default(HashCode);
        for (var i = 0; i < _n.Length; i++)
        {
            hash.Add(_n[i]);
            hash.Add(_start[i]);
        }

        return hash.ToHashCode();
    }

    // Per component what Discrete does, in order, from this space's one generator.
    private protected override void SampleMasked(Span<byte> row, SampleMask mask)
    {
        for (var i = 0; i < _n.Length; i++)
        {
            var part = mask.PartOf(this, i, _n.Length) ?? throw MissingPart(i);
            Store(row, i, Discrete.ChooseMasked(part.ValuesFor(this, _n[i]), Random, this));
        }
    }

    private protected override void SampleWeighted(Span<byte> row, SampleProbabilities probabilities)
    {
        for (var i = 0; i < _n.Length; i++)
        {
            var part = probabilities.PartOf(this, i, _n.Length) ?? throw MissingPart(i);
            Store(row, i, SampleProbabilities.Choose(part.ValuesFor(this, _n[i]), Random, this));
        }
    }

    private GymException MissingPart(int index) => new($"Component {index} of {this} has neither a mask nor probabilities: every component needs its own.");

    private void Store(Span<byte> row, int index, long value)
    {
        if (ElementType == ElementType.Int64)
        {
            BinaryPrimitives.WriteInt64LittleEndian(row[(8 * index)..], value + _start[index]);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(row[(4 * index)..], (int)(value + _start[index]));
        }
    }
}
