using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// Arrays of numbers with a bound below and above for each element; infinite is no bound. Bounds are held as doubles, so
/// those of 64-bit integers must be exact as doubles.
/// </summary>
public sealed partial class Box : Space
{
    private readonly double[] _low;
    private readonly double[] _high;

    /// <summary>The same bounds for every element.</summary>
    /// <exception cref="GymException">The bounds are no numbers of the element type, or the wrong way round.</exception>
    public Box(double low, double high, int[] shape, ElementType elementType = ElementType.Float32)
        : this(Fill(low, shape, elementType), Fill(high, shape, elementType), shape, elementType)
    {
    }

    /// <summary>Bounds per element, row-major; they are narrowed to the element type.</summary>
    /// <exception cref="GymException">
    /// There are too few or too many bounds, or they are no numbers of the element type, or the wrong way round.
    /// </exception>
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

        _kinds = new BoundKind[Count];
        for (var i = 0; i < Count; i++)
        {
            if (!(low[i] <= high[i]))
            {
                throw new GymException($"Element {i} of a Box has the bounds {low[i]} and {high[i]}: the lower must not exceed the upper.");
            }

            _kinds[i] = (double.IsFinite(low[i]), double.IsFinite(high[i])) switch
            {
                (true, true) => BoundKind.Both,
                (true, false) => BoundKind.Below,
                (false, true) => BoundKind.Above,
                _ => BoundKind.None,
            };
        }

        _low = [.. low.Select(Narrow)];
        _high = [.. high.Select(Narrow)];
        _checks = Typed();
        IsUniform = _low.AsSpan().IndexOfAnyExcept(_low[0]) < 0 && _high.AsSpan().IndexOfAnyExcept(_high[0]) < 0;
    }

    public override string Kind => "Box";

    /// <summary>All elements have the same bounds.</summary>
    public bool IsUniform { get; }

    /// <summary>Lower bounds, row-major; no bound is negative infinity, or the smallest number of a signed integer type.</summary>
    public ReadOnlySpan<double> Low => _low;

    /// <summary>Upper bounds, row-major; no bound is infinity, or the largest number of a signed integer type.</summary>
    public ReadOnlySpan<double> High => _high;

    public int Count => RowBytes / ElementType.SizeBytes();

    public override string Allowed => IsUniform
        ? $"{Count} numbers {Text(_low[0])} to {Text(_high[0])}"
        : $"{Count} numbers from {Short(_low)} to {Short(_high)}";

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

    public override string ToString() => IsUniform
        ? $"Box({Text(_low[0])}, {Text(_high[0])}, ({string.Join(", ", Shape)}), {ElementType.NumpyName()})"
        : $"Box({Short(_low)}, {Short(_high)}, ({string.Join(", ", Shape)}), {ElementType.NumpyName()})";

    // Exact, where Gymnasium's == lets bounds differ by a hundred-thousandth: equal spaces must have equal hashes.
    private protected override bool HasSameValues(Space other) =>
        ((Box)other)._low.AsSpan().SequenceEqual(_low) && ((Box)other)._high.AsSpan().SequenceEqual(_high);

    private protected override int HashValues() => HashCode.Combine(_low[0], _low[^1], _high[0], _high[^1]);

    private static double[] Fill(double value, int[] shape, ElementType elementType)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var values = new double[CountOf(shape, elementType)];
        Array.Fill(values, value);
        return values;
    }

    private static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static string Short(double[] bounds) => $"[{string.Join(", ", bounds.Take(8).Select(Text))}{(bounds.Length > 8 ? ", …" : string.Empty)}]";

    private double Narrow(double bound)
    {
        var (least, most) = ElementType.Range();
        if (double.IsInfinity(bound))
        {
            return ElementType.IsFloat() ? bound : ElementType.IsSigned() ? Math.Clamp(bound, least, most)
                : throw new GymException($"A Box of {ElementType.NumpyName()} cannot be without a bound: {Text(least)} to {Text(most)} is allowed.");
        }

        if (bound < least || bound > most)
        {
            throw new GymException($"A bound of a Box is {Text(bound)}, which is no {ElementType.NumpyName()}: {Text(least)} to {Text(most)} is allowed.");
        }

        return ElementType == ElementType.Float32 ? (float)bound : ElementType.IsFloat() ? bound : Math.Truncate(bound);
    }

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
