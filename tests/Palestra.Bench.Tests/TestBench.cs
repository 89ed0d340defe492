using Palestra.FastLane;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer;
using Palestra.Wire;
using Palestra.Worker;

namespace Palestra.Bench.Tests;

/// <summary>Options that make every benchmark as short as it can be: what is tested are sums, names and shapes.</summary>
internal static class TestBench
{
    public static BenchOptions Options(int rounds = 2) => new()
    {
        Folder = NewFolder(),
        Settings = SettingsLoader.Load(
            SettingsCatalog.Of([
                .. CommonSettings.Groups, .. TelemetrySettings.Groups, .. StorageSettings.Groups, .. FastLaneSettings.Groups,
                .. WireSettings.Groups, .. WorkerSettings.Groups, .. TrainerSettings.Groups,
            ]),
            new SettingsSources()),
        WorkerCommand = [Environment.ProcessPath!, "worker"],
        Rounds = rounds,
        Sizes = BenchSizes.Tiny,
    };

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), "palestra-tests", Path.GetRandomFileName());

    /// <summary>What every row promises, whatever the machine.</summary>
    public static void AssertSound(BenchResult row, int rounds)
    {
        Assert.NotEmpty(row.Unit);
        Assert.NotEmpty(row.Baseline);
        Assert.True(double.IsFinite(row.Value) && double.IsFinite(row.BaselineValue) && double.IsFinite(row.Ratio), $"{row}");
        Assert.Equal(row.Value, row.Median);
        Assert.InRange(row.Median, row.Min, row.Max);
        Assert.InRange(row.Ratio, row.RatioMin, row.RatioMax);
        Assert.Equal(rounds, row.Rounds);
        Assert.Equal(row.Target is null, row.Met is null);
    }
}
