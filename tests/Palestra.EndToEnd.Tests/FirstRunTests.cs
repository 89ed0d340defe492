using System.Text.Json;

namespace Palestra.EndToEnd.Tests;

public sealed class FirstRunTests
{
    private static readonly string[] Demo = ["run", "FrozenLake-v1", "--algo", "q-learning", "--episodes", "2000", "--seed", "7", "--json"];

    [Fact]
    public void A_run_succeeds_verifies_complete_and_exports_exactly_its_steps()
    {
        using var shell = new Shell();

        var summary = shell.Palestra([.. Demo, "--run-id", "demo"]).Succeeds().Json();
        Assert.Equal("demo", summary.GetProperty("run_id").GetString());
        Assert.Equal("TERM", summary.GetProperty("status").GetString());
        Assert.Equal("succeeded", summary.GetProperty("outcome").GetString());
        Assert.Equal("FrozenLake-v1", summary.GetProperty("env_id").GetString());
        Assert.Equal("q-learning", summary.GetProperty("algorithm").GetString());
        Assert.Equal(7, summary.GetProperty("seed").GetInt32());
        Assert.Equal(2000, summary.GetProperty("episodes").GetInt32());
        Assert.True(summary.GetProperty("steps_per_second").GetDouble() > 0);
        Assert.True(summary.GetProperty("wall_seconds").GetDouble() > 0);
        Assert.InRange(summary.GetProperty("mean_return_100").GetDouble(), 0, 1);
        var steps = summary.GetProperty("steps").GetInt64();

        var receipt = shell.Palestra("verify", "demo", "--json").Succeeds().Json();
        Assert.True(receipt.GetProperty("complete").GetBoolean());
        Assert.Equal(2000, receipt.GetProperty("episodes").GetInt64());
        Assert.Equal(steps, receipt.GetProperty("steps").GetInt64());
        var stream = Assert.Single(receipt.GetProperty("streams").EnumerateArray());
        Assert.Equal(1, stream.GetProperty("first_seq").GetInt64());
        Assert.Equal(steps, stream.GetProperty("last_seq").GetInt64());
        Assert.Equal(steps, stream.GetProperty("count").GetInt64());
        Assert.Equal(0, stream.GetProperty("gaps").GetInt64());
        Assert.Equal(0, stream.GetProperty("duplicates").GetInt64());
        Assert.Equal(64, stream.GetProperty("sha256").GetString()!.Length);

        var lines = shell.Palestra("export", "demo").Succeeds().Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(steps, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            using var step = JsonDocument.Parse(lines[i]);
            Assert.Equal(i + 1, step.RootElement.GetProperty("seq").GetInt64());
        }

        using var last = JsonDocument.Parse(lines[^1]);
        Assert.Equal(
            ["seq", "agent_id", "slot", "episode", "step", "action", "observation", "reward", "terminated", "truncated", "time_us"],
            last.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(1999, last.RootElement.GetProperty("episode").GetInt64());
        Assert.Equal(JsonValueKind.Number, last.RootElement.GetProperty("observation").ValueKind);
    }

    [Fact]
    public void P_SEED_Two_runs_with_one_seed_have_equal_receipts_and_another_seed_has_another()
    {
        using var shell = new Shell();
        shell.Palestra([.. Demo, "--run-id", "one"]).Succeeds();
        shell.Palestra([.. Demo, "--run-id", "two"]).Succeeds();
        shell.Palestra("run", "FrozenLake-v1", "--algo", "q-learning", "--episodes", "2000", "--seed", "8", "--run-id", "other").Succeeds();

        Assert.Equal(Receipt(shell, "one"), Receipt(shell, "two"));
        Assert.NotEqual(Receipt(shell, "one"), Receipt(shell, "other"));
    }

    [Fact]
    public void P_SEED_A_recorded_run_is_the_rollout_of_the_environment_with_the_same_actions()
    {
        using var shell = new Shell();
        shell.Palestra("run", "FrozenLake-v1", "--algo", "random", "--steps", "500", "--seed", "123", "--run-id", "r").Succeeds();
        var steps = shell.Palestra("export", "r").Succeeds().Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(500, steps.Count);

        var actions = Path.Combine(shell.DataDir, "actions.json");
        File.WriteAllText(actions, JsonSerializer.Serialize(steps.Select(step => step.GetProperty("action").GetInt32())));
        var rollout = shell.Palestra("gym", "rollout", "FrozenLake-v1", "--seed", "123", "--actions", actions, "--json").Succeeds().Stdout
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("event").GetString() == "step").ToList();

        Assert.Equal(steps.Select(Outcome), rollout.Select(Outcome));
    }

    [Fact]
    public void Several_environments_side_by_side_are_streams_of_their_own()
    {
        using var shell = new Shell();
        var summary = shell.Palestra("run", "FrozenLake-v1", "--episodes", "300", "--seed", "3", "--num-envs", "4", "--run-id", "four", "--json").Succeeds().Json();
        Assert.Equal(300, summary.GetProperty("episodes").GetInt64());

        var receipt = shell.Palestra("verify", "four", "--json").Succeeds().Json();
        Assert.Equal([0, 1, 2, 3], receipt.GetProperty("streams").EnumerateArray().Select(stream => stream.GetProperty("slot").GetInt32()));
        Assert.Equal(summary.GetProperty("steps").GetInt64(), receipt.GetProperty("streams").EnumerateArray().Sum(stream => stream.GetProperty("count").GetInt64()));
    }

    [Fact]
    public void P_ISLAND_A_copied_run_folder_is_the_run()
    {
        using var shell = new Shell();
        using var elsewhere = new Shell();
        shell.Palestra("run", "FrozenLake-v1", "--episodes", "50", "--seed", "1", "--run-id", "r").Succeeds();

        var copy = Path.Combine(elsewhere.DataDir, "runs", "r");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(shell.DataDir, "runs", "r")))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        Assert.Equal(Receipt(shell, "r"), Receipt(elsewhere, "r"));
        Assert.Equal(shell.Palestra("export", "r").Stdout, elsewhere.Palestra("export", "r").Succeeds().Stdout);
        Assert.Contains("\"r\"", elsewhere.Palestra("ps", "--json").Succeeds().Stdout, StringComparison.Ordinal);
    }

    private static (int, double, bool, bool) Outcome(JsonElement step) => (
        step.GetProperty("observation").GetInt32(),
        step.GetProperty("reward").GetDouble(),
        step.GetProperty("terminated").GetBoolean(),
        step.GetProperty("truncated").GetBoolean());

    private static string Receipt(Shell shell, string run) =>
        Assert.Single(shell.Palestra("verify", run, "--json").Succeeds().Json().GetProperty("streams").EnumerateArray()).GetProperty("sha256").GetString()!;
}
