namespace Palestra.Cli;

internal static class Wait
{
    /// <summary>Returns when either token is cancelled.</summary>
    public static async Task ForAsync(CancellationToken first, CancellationToken second)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(first, second);
        var done = new TaskCompletionSource();
        await using var registration = either.Token.Register(() => done.TrySetResult());
        await done.Task;
    }

    /// <summary>Waits for a while; returns early, without an exception, when cancelled.</summary>
    public static async Task ForAsync(TimeSpan duration, CancellationToken cancel) =>
        await Task.Delay(duration, TimeProvider.System, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
