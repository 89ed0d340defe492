using System.Text.Json;

namespace Palestra.EndToEnd.Tests;

/// <summary>The chaos suite, short: <c>palestra chaos --minutes 60</c> is the same for longer.</summary>
public sealed class ChaosTests
{
    private const int Seed = 3;

    [Fact]
    public void P_ACK_P_GAP_P_CALM_P_OBSERVE_Every_fault_at_least_once_loses_nothing_and_every_run_equals_its_undisturbed_twin()
    {
        using var shell = new Shell();

        var answer = shell.Palestra(3 * Shell.Patience, "chaos", "--minutes", "0.5", "--seed", $"{Seed}", "--json");

        Assert.True(answer.ExitCode == 0, $"Seed {Seed}: exit code {answer.ExitCode}.\n{answer.Stdout}\n{answer.Stderr}");
        var report = answer.Json();
        Assert.Equal(Seed, report.GetProperty("seed").GetInt32());
        Assert.Empty(report.GetProperty("problems").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("data_dir").ValueKind);

        var faults = report.GetProperty("faults").EnumerateArray().ToList();
        Assert.All(
            faults.Where(fault => fault.GetProperty("skipped").ValueKind == JsonValueKind.Null),
            fault => Assert.True(fault.GetProperty("injected").GetInt32() > 0, $"Seed {Seed}: {fault.GetProperty("fault")} was never done."));
        Assert.All(faults, fault => Assert.Equal(fault.GetProperty("injected").GetInt32(), fault.GetProperty("survived").GetInt32()));
        Assert.All(
            faults.Where(fault => fault.GetProperty("skipped").ValueKind == JsonValueKind.String),
            fault => Assert.Equal(("full-disk", 0), (fault.GetProperty("fault").GetString(), fault.GetProperty("injected").GetInt32())));

        var runs = report.GetProperty("runs").EnumerateArray().ToList();
        Assert.InRange(runs.Count, 3, int.MaxValue);
        Assert.All(runs, run => Assert.True(run.GetProperty("steps").GetInt64() >= run.GetProperty("acknowledged").GetInt64()));
        Assert.Equal(runs.Sum(run => run.GetProperty("steps").GetInt64()), report.GetProperty("steps").GetInt64());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    public void A_duration_that_is_none_is_refused_with_what_is_allowed(string minutes)
    {
        using var shell = new Shell();

        var answer = shell.Palestra("chaos", $"--minutes={minutes}");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("above 0", answer.Stderr, StringComparison.Ordinal);
        Assert.Empty(answer.Stdout);
    }
}
