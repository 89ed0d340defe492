namespace Palestra.Gym.Rendering;

/// <summary>Irregularity for scenery that is the same in every picture, so that nothing flickers.</summary>
internal static class Noise
{
    /// <summary>Smooth, -1 to 1: random values on a grid, blended. Neighbours are 1 apart.</summary>
    public static double Cloud(float x, float y)
    {
        var (ix, iy) = ((int)x, (int)y);
        var (fx, fy) = (x - ix, y - iy);
        fx *= fx * (3 - (2 * fx));
        fy *= fy * (3 - (2 * fy));
        var above = Mix(At(ix, iy), At(ix + 1, iy), fx);
        var below = Mix(At(ix, iy + 1), At(ix + 1, iy + 1), fx);
        return (2 * Mix(above, below, fy)) - 1;

        static double At(int x, int y) => Chance((uint)((y * 7919) + x), 0);
        static double Mix(double a, double b, double t) => a + ((b - a) * t);
    }

    /// <summary>A value in 0 to 1, always the same for the same place and use.</summary>
    public static double Chance(uint place, uint use)
    {
        var h = (place * 0x9e3779b1) ^ (use * 0x85ebca6b);
        h = (h ^ (h >> 15)) * 0x2c1b3c6d;
        h = (h ^ (h >> 12)) * 0x297a2d39;
        return (h ^ (h >> 15)) / (double)uint.MaxValue;
    }
}
