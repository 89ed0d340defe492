using System.Buffers.Binary;

namespace Palestra.Gym.Checking;

/// <summary>Makes a row of a space into one that is not in it.</summary>
internal static class OutsideValue
{
    /// <param name="beyondBounds">Whether a finite number beyond a bound counts; else only NaN does.</param>
    /// <returns>Whether the space has anything outside.</returns>
    public static bool TryWrite(Space space, Span<byte> row, bool beyondBounds = true)
    {
        switch (space)
        {
            case Discrete discrete:
                NumberJson.Set(discrete.ElementType, row, discrete.Start + discrete.N);
                return true;
            case MultiDiscrete several:
                NumberJson.Set(several.ElementType, row, several.Start[0] + several.N[0]);
                return true;
            case MultiBinary:
                row[0] = 2;
                return true;
            case Box { ElementType: ElementType.Float32 } box when !beyondBounds || double.IsInfinity(box.High[0]):
                BinaryPrimitives.WriteSingleLittleEndian(row, float.NaN);
                return true;
            case Box { ElementType: ElementType.Float64 } box when !beyondBounds || double.IsInfinity(box.High[0]):
                BinaryPrimitives.WriteDoubleLittleEndian(row, double.NaN);
                return true;
            case Box box:
                box.Set(row, 0, box.High[0] + 1);
                return box.Get(row, 0) > box.High[0];
            case CompositeSpace composite:
                return TryWrite(composite.Parts[0], row[..composite.Parts[0].RowBytes], beyondBounds);
            default:
                return false;
        }
    }
}
