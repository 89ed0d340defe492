namespace Palestra.Bench;

/// <summary>Runs what is measured and its baseline in turn (A B A B …), after a warm-up of both.</summary>
internal static class Rounds
{
    /// <summary>Two warm-up rounds that differ by less than this share agree: the compiler has done its work.</summary>
    private const double Agreement = 0.1;

    /// <summary>Compiled code is replaced by better code after about 30 calls and in the background: fewer rounds prove nothing.</summary>
    private const int LeastWarmUps = 3;

    /// <param name="measured">One round; returns its figure.</param>
    /// <param name="baseline">One round of the baseline; returns its figure.</param>
    public static async Task RunAsync(
        BenchOptions options, string what, Func<Task<double>> measured, Func<Task<double>> baseline, Action<double, double> add)
    {
        await WarmUpAsync(options, what, measured).ConfigureAwait(false);
        await WarmUpAsync(options, $"{what}, baseline", baseline).ConfigureAwait(false);
        for (var round = 1; round <= options.Rounds; round++)
        {
            options.Progress.WriteLine($"{what}: round {round} of {options.Rounds}");
            Settle();
            var value = await measured().ConfigureAwait(false);
            Settle();
            add(value, await baseline().ConfigureAwait(false));
        }
    }

    /// <summary>What an earlier round left behind is not the next one's burden.</summary>
    public static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static async Task WarmUpAsync(BenchOptions options, string what, Func<Task<double>> round)
    {
        options.Progress.WriteLine($"{what}: warming up");
        var last = double.NaN;
        for (var i = 0; i < options.Sizes.WarmUps; i++)
        {
            var figure = await round().ConfigureAwait(false);
            if (i >= LeastWarmUps - 1 && Math.Abs(figure - last) <= Agreement * Math.Abs(last))
            {
                return;
            }

            last = figure;
        }
    }
}
