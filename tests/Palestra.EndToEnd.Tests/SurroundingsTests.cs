using System.Diagnostics;
using System.Text.Json;

namespace Palestra.EndToEnd.Tests;

/// <summary>What lies around a process is out of order: the disk behind its stderr, its clock.</summary>
public sealed class SurroundingsTests
{
    [Theory]
    [InlineData(0, "settings", "list")]
    [InlineData(2, "no-such-command")]
    [InlineData(2, "worker", "--run-id", "no such id")]
    public async Task P_CALM_a_full_disk_behind_stderr_changes_no_outcome(int exitCode, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs a /dev/full.");
        using var shell = new Shell();

        using var process = Start(shell, "/bin/sh", ["-c", "exec \"$@\" 2>/dev/full", "sh", Executable.Path, .. arguments]);
        var stdout = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.True(process.WaitForExit(Shell.Patience));
        Assert.Equal(exitCode, process.ExitCode);
        Assert.Equal(exitCode == 0, (await stdout).Length > 0);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public async Task A_clock_that_chaos_has_moved_is_that_of_the_daemon_and_of_its_workers(int hours)
    {
        using var shell = new Shell();
        var clocks = Directory.CreateDirectory(Path.Combine(shell.DataDir, "clocks"));
        File.WriteAllBytes(Path.Combine(clocks.FullName, "new"), BitConverter.GetBytes(TimeSpan.FromHours(hours).Ticks));
        var began = TimeProvider.System.GetUtcNow();

        using var process = Start(
            shell, Executable.Path, ["run", "FrozenLake-v1", "--algo", "q-learning", "--steps", "500", "--run-id", "moved"],
            ("PALESTRA_CHAOS_CLOCKS", clocks.FullName));
        var stderr = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(process.WaitForExit(Shell.Patience));
        var said = await stderr;
        Assert.True(process.ExitCode == 0, said);
        Assert.Contains("PALESTRA_CHAOS_CLOCKS", said, StringComparison.Ordinal);

        var daemons = shell.Show("moved").GetProperty("created_us").GetInt64();
        var workers = JsonDocument.Parse(shell.Palestra("export", "moved").Succeeds().Stdout.Split('\n')[0]).RootElement.GetProperty("time_us").GetInt64();
        Assert.All(
            (long[])[daemons, workers],
            us => Assert.InRange(DateTimeOffset.UnixEpoch.AddMicroseconds(us) - began, TimeSpan.FromHours(hours), TimeSpan.FromHours(hours) + Shell.Patience));
        Assert.True(shell.Palestra("verify", "moved", "--json").Succeeds().Json().GetProperty("complete").GetBoolean());
    }

    private static Process Start(Shell shell, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = shell.DataDir };
        start.Environment["GYM_DATA_DIR"] = shell.DataDir;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
