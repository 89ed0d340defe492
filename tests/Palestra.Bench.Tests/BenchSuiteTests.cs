using System.Text.Json;
using Palestra.Gym;
using Palestra.Trainer.Api;

namespace Palestra.Bench.Tests;

public sealed class BenchSuiteTests
{
    [Theory]
    [InlineData("bus", "bus.fanout3,bus.bytes_per_event,bus.publish_to_live_p50_us,bus.publish_to_live_p99_us,bus.publish_to_live_p999_us")]
    [InlineData("fastlane", "fastlane.copy,fastlane.age_p50_ms,fastlane.age_p99_ms")]
    [InlineData("settings", "settings.read_cell,settings.change")]
    public async Task A_part_measures_its_rows_in_every_round_and_leaves_nothing_behind(string part, string names)
    {
        var options = TestBench.Options(rounds: 3);

        var rows = await BenchSuite.RunAsync(part, options);

        Assert.Equal(names.Split(','), rows.Select(row => row.Name));
        Assert.All(rows, row => TestBench.AssertSound(row, 3));
        Assert.False(Directory.Exists(options.Folder));
    }

    [Fact]
    public async Task The_store_is_measured_against_rows_and_its_size_is_counted_once()
    {
        var rows = await BenchSuite.RunAsync("store", TestBench.Options());

        Assert.Equal(["store.commit", "store.bytes_per_step", "store.bytes_per_step_with_episodes"], rows.Select(row => row.Name));
        TestBench.AssertSound(rows[0], 2);
        Assert.All(rows.Skip(1), row => TestBench.AssertSound(row, 1));
        // Sizes do not depend on the machine: a block is far smaller than rows, and episodes cost something.
        Assert.InRange(rows[1].Value, 0.1, rows[1].BaselineValue / 2);
        Assert.True(rows[2].Value > rows[1].Value);
    }

    [Fact]
    public async Task Ingest_runs_real_workers_and_verifies_their_records()
    {
        var options = TestBench.Options(rounds: 1);

        var rows = await BenchSuite.RunAsync("ingest", options);

        Assert.Equal(
            [
                "ingest.end_to_end", "ingest.cost_to_trainer", "ingest.trainer_at_200k", "ingest.trainer_cpu_per_step",
                "ingest.cost_to_trainer_unpaced", "ingest.pipe",
                "ingest.publish_to_ack_p50_ms", "ingest.publish_to_ack_p99_ms", "ingest.publish_to_ack_p999_ms",
            ],
            rows.Select(row => row.Name));
        Assert.All(rows, row => TestBench.AssertSound(row, 1));
        Assert.False(Directory.Exists(options.Folder));
    }

    [Fact]
    public async Task Every_environment_has_a_row()
    {
        var rows = await BenchSuite.RunAsync("gym", TestBench.Options());

        Assert.Equal(
            EnvRegistry.Default.Specs.Select(spec => $"gym.{spec.Id}"), rows.Select(row => row.Name).Where(name => name.Count(c => c == '.') == 1));
        foreach (var kind in (string[])["render", "threaded"])
        {
            Assert.Equal(
                EnvRegistry.Default.Specs.Select(spec => $"gym.{kind}.{spec.Id}"),
                rows.Select(row => row.Name).Where(name => name.StartsWith($"gym.{kind}.", StringComparison.Ordinal)));
        }

        Assert.All(rows, row => TestBench.AssertSound(row, 2));
    }

    [Fact]
    public async Task One_environment_can_be_measured_alone_and_an_unknown_one_is_named()
    {
        var rows = await BenchSuite.RunAsync("gym", TestBench.Options() with { EnvId = "FrozenLake-v1" });
        Assert.Equal(
            ["gym.FrozenLake-v1", "gym.render.FrozenLake-v1", "gym.vector.FrozenLake-v1", "gym.threaded.FrozenLake-v1"],
            rows.Select(row => row.Name));

        var unknown = await Assert.ThrowsAsync<UnknownIdException>(
            () => BenchSuite.RunAsync("gym", TestBench.Options() with { EnvId = "FrozenLake-v9" }));
        Assert.Contains("FrozenLake-v9", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_is_written_with_the_names_of_the_contract()
    {
        var rows = await BenchSuite.RunAsync("fastlane", TestBench.Options());

        var json = JsonSerializer.SerializeToElement(rows[0], ApiJson.Options);

        foreach (var name in new[] { "name", "value", "unit", "baseline", "baseline_value", "ratio", "median", "min", "max", "rounds", "better", "target", "met" })
        {
            Assert.True(json.TryGetProperty(name, out _), $"'{name}' is missing in {json}");
        }

        Assert.Equal("higher", json.GetProperty("better").GetString());
    }
}
