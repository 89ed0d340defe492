using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>Streaks of rain over a picture, in a few patterns that alternate as the taxi moves. Immutable and thread-safe.</summary>
internal sealed class Rain
{
    private const int Streaks = 120;
    [NotTunable("How our own drawing of rain looks.")]
    private const int StreakPixels = 13;
    private const int Patterns = 4;
    private const int Weight = 96;

    private readonly int[][] _offsets;

    public Rain(FrameSize size)
    {
        _offsets = new int[Patterns][];
        for (var pattern = 0u; pattern < Patterns; pattern++)
        {
            _offsets[pattern] = new int[Streaks * StreakPixels];
            for (var streak = 0u; streak < Streaks; streak++)
            {
                var x = (int)(Noise.Chance(streak, 100 + pattern) * (size.Width - StreakPixels));
                var y = (int)(Noise.Chance(streak, 200 + pattern) * (size.Height - StreakPixels));
                for (var i = 0; i < StreakPixels; i++)
                {
                    // Slanted: one pixel left for three down.
                    _offsets[pattern][(streak * StreakPixels) + i] = (((y + i) * size.Width) + x + ((StreakPixels - i) / 3)) * 3;
                }
            }
        }
    }

    /// <param name="state">Equal states have equal rain.</param>
    public void Fall(Span<byte> rgb, int state)
    {
        var light = new Rgb(214, 228, 246);
        foreach (var at in _offsets[((state / 20) + (state / 100)) % Patterns])
        {
            rgb[at] = (byte)(rgb[at] + (((light.R - rgb[at]) * Weight) >> 8));
            rgb[at + 1] = (byte)(rgb[at + 1] + (((light.G - rgb[at + 1]) * Weight) >> 8));
            rgb[at + 2] = (byte)(rgb[at + 2] + (((light.B - rgb[at + 2]) * Weight) >> 8));
        }
    }
}
