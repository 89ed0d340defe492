using System.Runtime.CompilerServices;
using Palestra.Settings;

namespace Palestra.Bench;

/// <summary>
/// What a setting costs where it is read: <c>cell.Value.DefaultSeed</c> beside a field of an object. Both are read through a
/// call that is not inlined; else the compiler would read the plain field once, before the loop.
/// </summary>
internal sealed class CellRead(SettingsCatalog catalog, long reads, TimeProvider clock)
{
    private const int Seed = 12_345;

    private readonly SettingsCell<RunDefaultsSettings> _cell = new(
        SettingsLoader.Load(catalog, new() { CommandLine = [new("run.default_seed", $"{Seed}")] }).Get<RunDefaultsSettings>());

    private readonly Plain _plain = new() { Field = Seed };

    /// <returns>Reads per second.</returns>
    public double Cell()
    {
        var (started, sum) = (clock.GetTimestamp(), 0L);
        for (var i = 0L; i < reads; i++)
        {
            sum += Read(_cell);
        }

        return Rate(started, sum);
    }

    /// <returns>Reads per second.</returns>
    public double Field()
    {
        var (started, sum) = (clock.GetTimestamp(), 0L);
        for (var i = 0L; i < reads; i++)
        {
            sum += Read(_plain);
        }

        return Rate(started, sum);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Read(SettingsCell<RunDefaultsSettings> cell) => cell.Value.DefaultSeed;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Read(Plain plain) => plain.Field;

    private double Rate(long started, long sum)
    {
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        BenchFailedException.Unless(sum == reads * Seed, $"{reads} reads of {Seed} came to {sum}.");
        return reads / seconds;
    }

    private sealed class Plain
    {
        public long Field;
    }
}
