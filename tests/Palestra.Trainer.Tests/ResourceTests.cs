using System.Text.Json;

namespace Palestra.Trainer.Tests;

/// <summary>Resources are budgeted and queued, not merely noted.</summary>
public sealed class ResourceTests
{
    [Fact]
    public async Task A_run_that_says_nothing_reserves_the_defaults_and_keeps_them()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: [("run.cpus", "1"), ("run.memory_mb", "300")]);

        var run = await daemon.SubmitAsync("plain");
        var asked = await daemon.SubmitAsync("asked", ("cpus", 2), ("memory_mb", 400), ("gpus", 0));

        Assert.Equal(new(1, 300, 0), run.Resources);
        Assert.Equal(new(2, 400, 0), asked.Resources);
        Assert.Contains("--cpus 2 --memory-mb 400", asked.CommandLine, StringComparison.Ordinal);
        Assert.DoesNotContain("--cpus", run.CommandLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_waits_until_it_fits_and_says_for_what_and_is_not_overtaken()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: ("trainer.budget.cpus", "3"));
        await daemon.SubmitAsync("one", ("cpus", 2));
        await daemon.SubmitAsync("two", ("cpus", 2));
        await daemon.SubmitAsync("three", ("cpus", 1));
        await daemon.WaitForAsync("one", "HSHK");

        Assert.Equal("It waits for 2 cpus: 2 of 3 are reserved (trainer.budget.cpus); it is the next.", (await daemon.RunAsync("two")).Reason);
        Assert.Equal("Runs start in the order they came; 1 is before it in the queue.", (await daemon.RunAsync("three")).Reason);

        await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/one/stop");
        await daemon.WaitForAsync("one", "TERM");
        await daemon.WaitForAsync("two", "HSHK");
        await daemon.WaitForAsync("three", "HSHK");
    }

    [Theory]
    [InlineData("cpus", 9, "'cpus' is 9, but all runs together have 8 (trainer.budget.cpus), so it could never start.")]
    [InlineData("memory_mb", 5000, "'memory_mb' is 5000, but all runs together have 4096 (trainer.budget.memory_mb), so it could never start.")]
    [InlineData("gpus", 3, "'gpus' is 3, but all runs together have 2 (trainer.budget.gpus), so it could never start.")]
    [InlineData("cpus", 0, "'cpus' is 0: a whole number from 1 to 1024 cpus is allowed.")]
    [InlineData("memory_mb", 255, "'memory_mb' is 255: a whole number from 256 to 16777216 MiB is allowed.")]
    [InlineData("gpus", 9, "'gpus' is 9: a whole number from 0 to 8 gpus is allowed.")]
    public async Task What_can_never_fit_is_refused_with_a_sentence(string field, int value, string sentence)
    {
        await using var daemon = await TestDaemon.StartAsync(
            settings: [("trainer.budget.cpus", "8"), ("trainer.budget.memory_mb", "4096"), ("trainer.budget.gpus", "2")]);

        var answer = await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", $$"""{"env_id": "FrozenLake-v1", "{{field}}": {{value}}}""");

        Assert.Equal(400, answer.Status);
        Assert.Equal(sentence, answer.Body.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task A_default_that_is_more_than_there_is_is_cut_down_to_it()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: [("trainer.budget.cpus", "1"), ("trainer.budget.memory_mb", "1000")]);

        Assert.Equal(new(1, 1000, 0), (await daemon.SubmitAsync("small")).Resources);
    }

    [Fact]
    public async Task A_budget_that_is_raised_while_the_daemon_runs_lets_waiting_runs_start()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await SetAsync(daemon, "trainer.budget.cpus", 2);
        await daemon.SubmitAsync("one", ("cpus", 2));
        await daemon.SubmitAsync("two", ("cpus", 2));
        await daemon.WaitForAsync("one", "HSHK");
        Assert.Equal("INIT", (await daemon.RunAsync("two")).Status);

        await SetAsync(daemon, "trainer.budget.cpus", 4);

        await daemon.WaitForAsync("two", "HSHK");
    }

    [Fact]
    public async Task Names_have_at_most_120_characters()
    {
        await using var daemon = await TestDaemon.StartAsync();

        await daemon.SubmitAsync("fits", ("name", new string('n', 120)));
        var answer = await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", $$"""{"env_id": "FrozenLake-v1", "name": "{{new string('n', 121)}}"}""");

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task The_fields_of_a_request_have_the_defaults_and_ranges_of_the_settings_in_force()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: [("trainer.budget.cpus", "6"), ("trainer.max_text_length", "50")]);
        await SetAsync(daemon, "run.cpus", 3);

        var fields = (await daemon.GetAsync("/api/v1/run-fields")).GetProperty("fields").EnumerateArray()
            .ToDictionary(field => field.GetProperty("name").GetString()!);

        Assert.Equal((3, 1, 6), (Number(fields["cpus"], "default"), Number(fields["cpus"], "min"), Number(fields["cpus"], "max")));
        Assert.Equal(50, Number(fields["name"], "max"));
        Assert.Equal("FrozenLake-v1", fields["env_id"].GetProperty("default").GetString());
        Assert.Equal(1000, Number(fields["episodes"], "default"));
        Assert.Equal("dual-path", fields["telemetry_mode"].GetProperty("default").GetString());
    }

    private static double Number(JsonElement field, string name) => field.GetProperty(name).GetDouble();

    private static async Task SetAsync(TestDaemon daemon, string key, int value) =>
        Assert.Equal(200, (await daemon.SendAsync(HttpMethod.Put, $"/api/v1/settings/{key}", $$"""{"value": {{value}}}""")).Status);
}
