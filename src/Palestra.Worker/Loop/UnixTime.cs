namespace Palestra.Worker.Loop;

internal static class UnixTime
{
    /// <summary>Microseconds since the Unix epoch.</summary>
    public static long NowUs(TimeProvider clock) =>
        (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
