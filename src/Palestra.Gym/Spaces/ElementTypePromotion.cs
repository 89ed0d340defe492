namespace Palestra.Gym;

/// <summary>The type that holds the values of two types: NumPy's <c>result_type</c>.</summary>
internal static class ElementTypePromotion
{
    public static ElementType Common(ElementType a, ElementType b)
    {
        if (a == b || b == ElementType.Bool)
        {
            return a;
        }

        if (a == ElementType.Bool)
        {
            return b;
        }

        if (a.IsFloat() || b.IsFloat())
        {
            // float32 holds integers of up to 16 bits; all other pairs need float64.
            var (real, other) = a.IsFloat() ? (a, b) : (b, a);
            return !other.IsFloat() && other.SizeBytes() <= 2 ? real : ElementType.Float64;
        }

        if (a.IsSigned() == b.IsSigned())
        {
            return a.SizeBytes() >= b.SizeBytes() ? a : b;
        }

        var (signed, unsigned) = a.IsSigned() ? (a, b) : (b, a);
        return signed.SizeBytes() > unsigned.SizeBytes() ? signed : unsigned switch
        {
            ElementType.UInt8 => ElementType.Int16,
            ElementType.UInt16 => ElementType.Int32,
            ElementType.UInt32 => ElementType.Int64,
            _ => ElementType.Float64,
        };
    }
}
