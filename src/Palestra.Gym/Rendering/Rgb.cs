namespace Palestra.Gym.Rendering;

/// <summary>A colour, 8 bits a channel.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    public static Rgb White => new(255, 255, 255);

    public static Rgb Black => default;

    /// <summary>The colour <paramref name="t"/> of the way to another, 0 to 1.</summary>
    public Rgb Towards(Rgb other, double t) => new(Mix(R, other.R, t), Mix(G, other.G, t), Mix(B, other.B, t));

    /// <summary>The colour with the same amount added to every channel, clipped.</summary>
    public Rgb Lighter(double amount) => new(Clip(R + amount), Clip(G + amount), Clip(B + amount));

    private static byte Mix(byte a, byte b, double t) => Clip(a + ((b - a) * t));

    private static byte Clip(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
