namespace Palestra.EndToEnd.Tests;

/// <summary>Settings changed at the command line while a daemon runs on the same data folder.</summary>
public sealed class DaemonSettingsTests
{
    [Fact]
    public void A_hot_setting_is_in_force_at_once_and_another_one_after_a_restart()
    {
        using var shell = new Shell();
        using (shell.Up())
        {
            Assert.Equal("run.default_seed: 1 -> 7 (stored)\n", shell.Palestra("settings", "set", "run.default_seed", "7").Succeeds().Stdout);
            Assert.Equal(
                "trainer.stop_timeout: 10 -> 20 (pending: in force after a restart of the daemon)\n",
                shell.Palestra("settings", "set", "trainer.stop_timeout", "20").Succeeds().Stdout);
            Assert.Equal(7, shell.Palestra("run", "FrozenLake-v1", "--episodes", "1", "--json").Succeeds().Json().GetProperty("seed").GetInt32());
            Assert.Equal("trainer.stop_timeout: 10 -> 10 (default)\n", shell.Palestra("settings", "unset", "trainer.stop_timeout").Succeeds().Stdout);
        }

        var history = shell.Palestra("settings", "history", "--json").Succeeds().Json();
        Assert.Equal(3, history.GetArrayLength());
        Assert.All(history.EnumerateArray(), change => Assert.Equal("cli", change.GetProperty("via").GetString()));
    }

    [Fact]
    public void What_the_daemon_was_started_with_is_pinned_and_its_own_sentence_says_so()
    {
        using var shell = new Shell();
        using var daemon = shell.Up("--set", "live.rate=5");

        var pinned = shell.Palestra("settings", "set", "live.rate", "7");
        var invalid = shell.Palestra("settings", "set", "trainer.max_running", "0");
        var unknown = shell.Palestra("settings", "set", "trainer.max_runing", "2");

        Assert.Equal((1, 1, 1), (pinned.ExitCode, invalid.ExitCode, unknown.ExitCode));
        Assert.Contains("live.rate is pinned by", pinned.Stderr, StringComparison.Ordinal);
        Assert.Contains("a whole number from 1 to 1024 workers", invalid.Stderr, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'trainer.max_running'?", unknown.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_that_set_at_once_through_the_daemon_lose_nothing()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();

        var answers = await Task.WhenAll(Enumerable.Range(1, 4).SelectMany(n => new[]
        {
            shell.Begin("settings", "set", "trainer.max_num_envs", $"{n + 10}").Answer,
            shell.Begin("settings", "set", "trainer.default_episodes", $"{n + 10}").Answer,
        }));

        Assert.All(answers, answer => answer.Succeeds());
        Assert.Equal(8, shell.Palestra("settings", "history", "--json").Succeeds().Json().GetArrayLength());
        Assert.All(
            new[] { "trainer.max_num_envs", "trainer.default_episodes" },
            key => Assert.Equal("stored", shell.Palestra("settings", "explain", key, "--json").Succeeds().Json().GetProperty("origin").GetString()));
    }

    [Fact]
    public void Diff_with_now_asks_the_daemon()
    {
        using var shell = new Shell();
        using var daemon = shell.Up("--set", "live.rate=5");
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "1", "--run-id", "before").Succeeds();
        shell.Palestra("settings", "set", "run.default_seed", "7").Succeeds();

        var differences = shell.Palestra("settings", "diff", "before", "--json").Succeeds().Json().GetProperty("differences");

        var only = Assert.Single(differences.EnumerateArray());
        Assert.Equal(("run.default_seed", "1", "7"), (only.GetProperty("key").GetString(), only.GetProperty("left").GetString(), only.GetProperty("right").GetString()));
    }

    [Fact]
    public void A_run_reserves_what_the_command_line_asks_for_and_shows_it()
    {
        using var shell = new Shell();

        shell.Palestra("run", "FrozenLake8x8-v1", "--episodes", "1", "--run-id", "own", "--cpus", "1", "--memory-mb", "300").Succeeds();
        var refused = shell.Palestra("run", "FrozenLake8x8-v1", "--episodes", "1", "--cpus", "3", "--set", "trainer.budget.cpus=2");

        var run = shell.Show("own");
        Assert.Equal((1, 300), (run.GetProperty("resources").GetProperty("cpus").GetInt32(), run.GetProperty("resources").GetProperty("memory_mb").GetInt32()));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("all runs together have 2 (trainer.budget.cpus)", refused.Stderr, StringComparison.Ordinal);
    }
}
