namespace Palestra.EndToEnd.Tests;

/// <summary>What daemon and worker said, at the terminal.</summary>
public sealed class LogsTests
{
    [Fact]
    public void Logs_of_a_run_and_of_the_daemon_are_filtered_by_component_severity_and_run()
    {
        using var shell = new Shell();
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "5", "--run-id", "first").Succeeds();
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "5", "--run-id", "second").Succeeds();

        var all = Lines(shell.Palestra("logs", "first"));
        Assert.Contains(all, l => l.Contains("EXEC -> TERM", StringComparison.Ordinal));
        Assert.Equal(all.Where(l => l.Contains(" slow_lane ", StringComparison.Ordinal)), Lines(shell.Palestra("logs", "first", "--component", "slow_lane")));
        Assert.Single(all, l => l.Contains("Session closed: it ended in good order.", StringComparison.Ordinal));
        Assert.Empty(Lines(shell.Palestra("logs", "first", "--severity", "error")));
        Assert.Empty(Lines(shell.Palestra("logs", "first", "--agent", "nobody")));

        // A daemon that lives only for its run says little; what it says is about its run.
        var daemon = Lines(shell.Palestra("logs"));
        Assert.Equal(daemon.Where(l => l.Contains(" run=second:", StringComparison.Ordinal)), Lines(shell.Palestra("logs", "--run", "second")));
        Assert.Empty(Lines(shell.Palestra("logs", "--severity", "error")));
        Assert.Equal(2, shell.Palestra("logs", "--agent", "agent_0").ExitCode);
        Assert.Equal(2, shell.Palestra("logs", "first", "--run", "second").ExitCode);
    }

    private static string[] Lines(Answer answer) => answer.Succeeds().Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
