namespace Palestra.Bench;

/// <summary>
/// How much of something cheap fills a given time. The compiler replaces code that is called often in two stages, each a tenth
/// of a second after nothing new came up, and later on a busy machine; rounds that agree before are all slow. So everything
/// that will be measured runs for a moment before anything is: <see cref="Stages"/> times, one after the other.
/// </summary>
internal static class EnvPace
{
    /// <summary>How often the compiler replaces code.</summary>
    public const int Stages = 2;

    /// <summary>Runs for <see cref="BenchSizes.CompileSeconds"/>.</summary>
    /// <param name="perSecond">Runs so many, returns how many a second that made.</param>
    /// <returns>How many fill the time, <paramref name="least"/> or more.</returns>
    public static int Fill(double seconds, int least, BenchOptions options, Func<int, double> perSecond)
    {
        var started = options.Clock.GetTimestamp();
        var pace = perSecond(least);
        do
        {
            pace = perSecond(Many(pace * seconds / 4, least));
        }
        while (options.Clock.GetElapsedTime(started).TotalSeconds < options.Sizes.CompileSeconds);
        return Many(pace * seconds, least);
    }

    private static int Many(double wanted, int least) => (int)Math.Clamp(wanted, least, int.MaxValue);
}
