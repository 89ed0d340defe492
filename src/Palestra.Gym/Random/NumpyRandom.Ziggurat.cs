namespace Palestra.Gym;

/// <content>Normal and exponential draws by the ziggurat method, with NumPy's tables.</content>
public sealed partial class NumpyRandom
{
    /// <summary>Mean 0, standard deviation 1.</summary>
    public double StandardNormal()
    {
        while (true)
        {
            var bits = NextUInt64();
            var layer = (int)(bits & 0xff);
            bits >>= 8;
            var magnitude = (bits >> 1) & 0x000fffffffffffff;
            var x = magnitude * ZigguratTables.NormalWidth[layer];
            if ((bits & 1) != 0)
            {
                x = -x;
            }

            if (magnitude < ZigguratTables.NormalInside[layer])
            {
                return x;
            }

            if (layer == 0)
            {
                return NormalTail(negative: ((magnitude >> 8) & 1) != 0);
            }

            var height = ZigguratTables.NormalHeight;
            if (((height[layer - 1] - height[layer]) * Random()) + height[layer] < Math.Exp(-0.5 * x * x))
            {
                return x;
            }
        }
    }

    /// <summary>Mean 1.</summary>
    public double StandardExponential()
    {
        while (true)
        {
            var bits = NextUInt64() >> 3;
            var layer = (int)(bits & 0xff);
            bits >>= 8;
            var x = bits * ZigguratTables.ExponentialWidth[layer];
            if (bits < ZigguratTables.ExponentialInside[layer])
            {
                return x;
            }

            if (layer == 0)
            {
                return ZigguratTables.ExponentialTail - Log1P.OfNegative(Random());
            }

            var height = ZigguratTables.ExponentialHeight;
            if (((height[layer - 1] - height[layer]) * Random()) + height[layer] < Math.Exp(-x))
            {
                return x;
            }
        }
    }

    private double NormalTail(bool negative)
    {
        while (true)
        {
            var x = -ZigguratTables.NormalInverseTail * Log1P.OfNegative(Random());
            var y = -Log1P.OfNegative(Random());
            if (y + y > x * x)
            {
                return negative ? -(ZigguratTables.NormalTail + x) : ZigguratTables.NormalTail + x;
            }
        }
    }
}
