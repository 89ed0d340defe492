using System.Text.Json;

namespace Palestra.EndToEnd.Tests;

/// <summary>P-ORIGIN at the command line, with processes as a user starts them. Without a daemon.</summary>
public sealed class SettingsTests
{
    /// <summary>They wait for each other, on a loaded machine longer than a person would.</summary>
    private const string Patient = "cli.lock_timeout=100";

    [Fact]
    public void A_stored_value_holds_for_the_next_command_until_it_is_unset()
    {
        using var shell = new Shell();

        Assert.Equal("run.default_seed: 1 -> 7 (stored)\n", shell.Palestra("settings", "set", "run.default_seed", "7").Succeeds().Stdout);
        Assert.Equal(("7", "stored"), Effective(shell, "run.default_seed"));

        var again = shell.Palestra("settings", "set", "GYM_DEFAULT_SEED", "7").Succeeds();
        Assert.Equal("", again.Stdout);
        Assert.Contains("nothing to change", again.Stderr, StringComparison.Ordinal);

        Assert.Equal("run.default_seed: 7 -> 1 (default)\n", shell.Palestra("settings", "unset", "run.default_seed").Succeeds().Stdout);
        Assert.Equal(("1", "default"), Effective(shell, "run.default_seed"));
    }

    [Theory]
    [InlineData("run.default_sed", "7", "Did you mean 'run.default_seed'?")]
    [InlineData("live.rate", "1000", "a number from 0.1 to 60 Hz")]
    [InlineData("paths.data_dir", "/elsewhere", "cannot be stored")]
    [InlineData("run.default_seed", "many", "run.default_seed")]
    public void What_is_not_allowed_is_refused_with_the_reason_and_changes_nothing(string key, string value, string reason)
    {
        using var shell = new Shell();

        var answer = shell.Palestra("settings", "set", key, value);

        Assert.Equal((1, ""), (answer.ExitCode, answer.Stdout));
        Assert.Contains(reason, answer.Stderr, StringComparison.Ordinal);
        Assert.Equal("[]", shell.Palestra("settings", "history", "--json").Succeeds().Stdout.Trim());
    }

    [Fact]
    public void What_the_env_file_says_is_pinned()
    {
        using var shell = new Shell();
        File.WriteAllText(Path.Combine(shell.DataDir, ".env"), "GYM_LIVE_RATE=5\n");

        var answer = shell.Palestra("settings", "set", "live.rate", "7");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("pinned", answer.Stderr, StringComparison.Ordinal);
        Assert.Equal(("5", "dotenv"), Effective(shell, "live.rate"));
    }

    [Fact]
    public async Task Commands_that_set_at_once_lose_nothing()
    {
        using var shell = new Shell();

        var answers = await Task.WhenAll(Enumerable.Range(1, 4).SelectMany(n => new[]
        {
            shell.Begin("settings", "set", "trainer.max_num_envs", $"{n + 10}", "--set", Patient).Answer,
            shell.Begin("settings", "set", "trainer.default_episodes", $"{n + 10}", "--set", Patient).Answer,
        }));

        Assert.All(answers, answer => answer.Succeeds());
        var history = shell.Palestra("settings", "history", "--json").Succeeds().Json().EnumerateArray().ToList();
        Assert.Equal(8, history.Count);
        foreach (var key in new[] { "trainer.max_num_envs", "trainer.default_episodes" })
        {
            // Newest first: each change saw the one before it.
            var own = history.Where(change => change.GetProperty("key").GetString() == key).ToList();
            Assert.Equal(Effective(shell, key).Value, own[0].GetProperty("new").GetString());
            Assert.Equal(own.Skip(1).Select(change => change.GetProperty("new").GetString()), own.SkipLast(1).Select(change => change.GetProperty("old").GetString()));
        }
    }

    [Fact]
    public void Diff_shows_what_two_runs_ran_under_and_what_changed_since()
    {
        using var shell = new Shell();
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "1", "--run-id", "first").Succeeds();
        shell.Palestra("settings", "set", "live.rate", "7").Succeeds();
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "1", "--run-id", "second", "--set", "run.default_seed=9").Succeeds();

        var runs = Differences(shell.Palestra("settings", "diff", "first", "second", "--json").Succeeds().Json());
        Assert.Equal(("10", "default", "7", "stored"), runs["live.rate"]);
        Assert.Equal(("1", "default", "9", "command-line"), runs["run.default_seed"]);
        var now = Differences(shell.Palestra("settings", "diff", "first", "--json").Succeeds().Json());
        Assert.Equal(["live.rate"], now.Keys);
    }

    [Fact]
    public void The_doctor_says_what_is_wrong_and_what_has_no_effect()
    {
        using var shell = new Shell();
        var settingsFile = Path.Combine(shell.DataDir, "settings.json");
        File.WriteAllText(settingsFile, """{"live": {"rate": 5}}""");
        shell.Palestra("settings", "set", "live.rate", "7").Succeeds();

        var sound = shell.Palestra("settings", "doctor").Succeeds();
        Assert.Contains("warning: live.rate = '5' has no effect", sound.Stdout, StringComparison.Ordinal);

        File.WriteAllText(settingsFile, """{"live": {"rat": 5}}""");
        var broken = shell.Palestra("settings", "doctor", "--json");
        Assert.Equal(1, broken.ExitCode);
        Assert.Equal(1, broken.Json().GetProperty("errors").GetInt32());
        Assert.Contains("live.rate", broken.Json().GetProperty("findings")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_dump_holds_every_setting_with_its_layers()
    {
        using var shell = new Shell();

        var dump = shell.Palestra("settings", "dump").Succeeds().Json().GetProperty("settings").EnumerateArray().ToList();
        var list = shell.Palestra("settings", "list", "--json").Succeeds().Json().EnumerateArray().ToList();

        Assert.Equal(list.Select(Key), dump.Select(Key));
        Assert.All(dump, setting => Assert.Equal(6, setting.GetProperty("layers").GetArrayLength()));

        static string? Key(JsonElement setting) => setting.GetProperty("key").GetString();
    }

    private static (string Value, string Origin) Effective(Shell shell, string key)
    {
        var row = shell.Palestra("settings", "explain", key, "--json").Succeeds().Json();
        return (row.GetProperty("value").GetRawText(), row.GetProperty("origin").GetString()!);
    }

    private static Dictionary<string, (string?, string?, string?, string?)> Differences(JsonElement document) =>
        document.GetProperty("differences").EnumerateArray().ToDictionary(
            row => row.GetProperty("key").GetString()!,
            row => (Text(row, "left"), Text(row, "left_origin"), Text(row, "right"), Text(row, "right_origin")));

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
