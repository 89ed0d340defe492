namespace Palestra.Gym.Wrappers;

/// <summary>The value of a space that is nearest to zero: Gymnasium's <c>create_zero_array</c>.</summary>
internal static class ZeroValue
{
    public static void Write(Space space, Span<byte> row)
    {
        row.Clear();
        switch (space)
        {
            case Box box:
                for (var i = 0; i < box.Count; i++)
                {
                    box.Set(row, i, Math.Clamp(0, box.Low[i], box.High[i]));
                }

                break;
            case Discrete discrete:
                NumberJson.Set(discrete.ElementType, row, discrete.Start);
                break;
            case MultiDiscrete several:
                for (var i = 0; i < several.Start.Length; i++)
                {
                    NumberJson.Set(several.ElementType, row[(i * several.ElementType.SizeBytes())..], several.Start[i]);
                }

                break;
            case CompositeSpace composite:
                foreach (var part in composite.Parts)
                {
                    Write(part, row[..part.RowBytes]);
                    row = row[part.RowBytes..];
                }

                break;
        }
    }
}
