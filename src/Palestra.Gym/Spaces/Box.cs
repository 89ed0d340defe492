using System.Text.Json;

namespace Palestra.Gym;

/// <summary>Arrays of numbers with a bound below and above for each element; infinite is no bound.</summary>
public sealed class Box : Space
{
    private readonly double[] _low;
    private readonly double[] _high;

    /// <summary>The same bounds for every element.</summary>
    public Box(double low, double high, int[] shape, ElementType elementType = ElementType.Float32)
        : this(Fill(low, shape), Fill(high, shape), shape, elementType) => IsUniform = true;

    /// <summary>Bounds per element, row-major; they are narrowed to the element type.</summary>
    public Box(double[] low, double[] high, int[] shape, ElementType elementType = ElementType.Float32)
        : base(elementType, shape)
    {
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        if (low.Length != Count || high.Length != Count)
        {
            throw new GymException(
                $"A Box of shape ({string.Join(", ", shape)}) has {Count} elements, but there are {low.Length} lower and {high.Length} upper bounds.");
        }

        _low = [.. low.Select(Narrow)];
        _high = [.. high.Select(Narrow)];
        for (var i = 0; i < Count; i++)
        {
            if (!(_low[i] <= _high[i]))
            {
                throw new GymException($"Element {i} of a Box has the bounds {_low[i]} and {_high[i]}: the lower must not exceed the upper.");
            }
        }
    }

    public override string Kind => "Box";

    /// <summary>All elements have the same bounds.</summary>
    public bool IsUniform { get; }

    public ReadOnlySpan<double> Low => _low;

    public ReadOnlySpan<double> High => _high;

    public int Count => RowBytes / ElementType.SizeBytes();

    public override string Allowed => IsUniform || Count == 1
        ? $"{Count} numbers {Text(_low[0])} to {Text(_high[0])}"
        : $"{Count} numbers from [{string.Join(", ", _low.Take(8).Select(Text))}{(Count > 8 ? ", …" : string.Empty)}] to [{string.Join(", ", _high.Take(8).Select(Text))}{(Count > 8 ? ", …" : string.Empty)}]";

    /// <inheritdoc/>
    /// <remarks>Draws by kind of bound, not by index, as Gymnasium does: unbounded, bounded below, above, both.</remarks>
    public override void Sample(Span<byte> row)
    {
        for (var kind = 0; kind < 4; kind++)
        {
            for (var i = 0; i < _low.Length; i++)
            {
                var (low, high) = (_low[i], _high[i]);
                if (kind != (double.IsFinite(low) ? double.IsFinite(high) ? 3 : 1 : double.IsFinite(high) ? 2 : 0))
                {
                    continue;
                }

                if (!ElementType.IsFloat() && kind == 3)
                {
                    high += 1;
                }

                var value = kind switch
                {
                    0 => Random.StandardNormal(),
                    1 => Random.StandardExponential() + low,
                    2 => high - Random.StandardExponential(),
                    _ => Random.Uniform(low, high),
                };
                Set(row, i, ElementType.IsFloat() ? value : Math.Floor(value));
            }
        }
    }

    public override bool Contains(ReadOnlySpan<byte> row)
    {
        if (row.Length != RowBytes)
        {
            return false;
        }

        for (var i = 0; i < _low.Length; i++)
        {
            var value = Get(row, i);
            if (!(value >= _low[i] && value <= _high[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the row has the right length and nothing in it is infinite or NaN, within the bounds or not.</summary>
    public bool IsFinite(ReadOnlySpan<byte> row)
    {
        if (row.Length != RowBytes)
        {
            return false;
        }

        for (var i = 0; i < _low.Length; i++)
        {
            if (!double.IsFinite(Get(row, i)))
            {
                return false;
            }
        }

        return true;
    }

    public double Get(ReadOnlySpan<byte> row, int index) => NumberJson.Get(ElementType, row[(index * ElementType.SizeBytes())..]);

    public void Set(Span<byte> row, int index, double value) => NumberJson.Set(ElementType, row[(index * ElementType.SizeBytes())..], value);

    public override void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> row)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArrayJson.Write(writer, ElementType, Shape, 0, row);
    }

    public override void ParseJson(JsonElement json, Span<byte> row) => ArrayJson.Read(json, ElementType, Shape, 0, row, this);

    public override void WriteDescription(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("type", Kind);
        writer.WritePropertyName("shape");
        JsonSerializer.Serialize(writer, Shape);
        WriteBounds(writer, "low", _low);
        WriteBounds(writer, "high", _high);
        writer.WriteString("dtype", ElementType.NumpyName());
        writer.WriteEndObject();
    }

    public override string ToString() => $"Box({Text(_low[0])}, {Text(_high[0])}, ({string.Join(", ", Shape)}), {ElementType.NumpyName()})";

    private static double[] Fill(double value, int[] shape)
    {
        var values = new double[shape.Aggregate(1, (a, b) => a * b)];
        Array.Fill(values, value);
        return values;
    }

    private static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private double Narrow(double value) => ElementType == ElementType.Float32 ? (float)value : value;

    // A picture has one bound for all its thousands of elements; a list of them would only be noise.
    private void WriteBounds(Utf8JsonWriter writer, string name, double[] bounds)
    {
        writer.WritePropertyName(name);
        if (IsUniform && Shape.Count > 1)
        {
            NumberJson.WriteDouble(writer, bounds[0]);
            return;
        }

        writer.WriteStartArray();
        foreach (var bound in bounds)
        {
            NumberJson.WriteDouble(writer, bound);
        }

        writer.WriteEndArray();
    }
}
