namespace Palestra.Gym;

/// <content>Drawing values.</content>
public sealed partial class Box
{
    private readonly BoundKind[] _kinds;

    // In the order in which Gymnasium draws them.
    private enum BoundKind : byte
    {
        None,
        Below,
        Above,
        Both,
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Draws by kind of bound, not by index, as Gymnasium does: unbounded (normal), bounded below (exponential), above, both
    /// (uniform). Integers are drawn up to the upper bound plus 1 and rounded down; without a bound on either side they stay
    /// two away from the ends of their type.
    /// </remarks>
    public override void Sample(Span<byte> row)
    {
        for (var kind = BoundKind.None; kind <= BoundKind.Both; kind++)
        {
            for (var i = 0; i < _kinds.Length; i++)
            {
                if (_kinds[i] == kind)
                {
                    Set(row, i, Draw(kind, _low[i], _high[i]));
                }
            }
        }
    }

    private protected override void SampleMasked(Span<byte> row, SampleMask mask) =>
        throw new GymException($"{this} cannot be sampled with a mask: only spaces of single choices can.");

    private protected override void SampleWeighted(Span<byte> row, SampleProbabilities probabilities) =>
        throw new GymException($"{this} cannot be sampled by probabilities: only spaces of single choices can.");

    private double Draw(BoundKind kind, double low, double high)
    {
        if (!ElementType.IsFloat())
        {
            high += 1;
        }

        var value = kind switch
        {
            BoundKind.None => Random.StandardNormal(),
            BoundKind.Below => Random.StandardExponential() + low,
            BoundKind.Above => high - Random.StandardExponential(),
            _ => Random.Uniform(low, high),
        };
        return ElementType.IsFloat() ? value : Whole(Math.Floor(value), low, high - 1);
    }

    // As Gymnasium clips: signed types two away from their ends, int64 to the bounds as well.
    private double Whole(double value, double low, double high)
    {
        var (least, most) = ElementType.Range();
        var margin = ElementType.IsSigned() ? 2 : 0;
        value = Math.Clamp(value, least + margin, most - margin);
        return ElementType == ElementType.Int64 ? Math.Clamp(value, low, high) : value;
    }
}
