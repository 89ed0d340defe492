using System.Text.Json;
using Palestra.Gym;

namespace Palestra.EndToEnd.Tests;

/// <summary>What is in the registry is also run, recorded and read back, whatever its spaces are.</summary>
public sealed class EveryEnvironmentTests(ITestOutputHelper output)
{
    private const int Steps = 400;

    [Fact]
    public void Each_is_run_recorded_without_a_gap_and_exported_as_its_rollout()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        foreach (var spec in EnvRegistry.Default.Specs)
        {
            output.WriteLine(spec.Id);
            var summary = shell.Palestra("run", spec.Id, "--algo", "random", "--steps", $"{Steps}", "--seed", "5", "--run-id", spec.Id, "--json").Succeeds();
            Assert.Equal(spec.Deprecation is not null, summary.Stderr.Contains("Warning: ", StringComparison.Ordinal));
            var receipt = shell.Palestra("verify", spec.Id, "--json").Succeeds().Json();
            Assert.Equal((true, Steps), (receipt.GetProperty("complete").GetBoolean(), receipt.GetProperty("steps").GetInt32()));
            AssertExportIsTheRollout(shell, spec);
        }
    }

    /// <summary>P-SEED: the recorded actions, taken again without daemon and recording, give the recorded trajectory.</summary>
    private static void AssertExportIsTheRollout(Shell shell, EnvSpec spec)
    {
        var steps = Lines(shell.Palestra("export", spec.Id, "--format", "jsonl").Succeeds().Stdout);
        Assert.Equal(Steps, steps.Count);
        var file = Path.Combine(shell.DataDir, "actions.json");
        File.WriteAllText(file, $"[{string.Join(',', steps.Select(step => step.GetProperty("action").GetRawText()))}]");
        var rollout = Lines(shell.Palestra("gym", "rollout", spec.Id, "--seed", "5", "--actions", file).Succeeds().Stdout)
            .Where(line => line.GetProperty("event").GetString() == "step").ToList();
        foreach (var (recorded, again) in steps.Zip(rollout))
        {
            foreach (var field in new[] { "action", "observation", "reward", "terminated", "truncated" })
            {
                Assert.Equal(again.GetProperty(field).GetRawText(), recorded.GetProperty(field).GetRawText());
            }

        }
    }

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
