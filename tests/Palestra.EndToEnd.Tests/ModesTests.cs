using System.Text;

namespace Palestra.EndToEnd.Tests;

/// <summary>Runs of which nothing is recorded, with real workers.</summary>
public sealed class ModesTests
{
    [Fact]
    public async Task A_run_that_is_only_watched_executes_pauses_and_goes_on_like_any_other()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        using var client = new HttpClient { BaseAddress = new Uri(daemon.Url, "/api/v1/") };
        await PostAsync(client, "runs", """{"env_id": "FrozenLake-v1", "algorithm": "random", "run_id": "watched", "steps": 10000000, "rate_hz": 200, "telemetry_mode": "fast-lane-only"}""");
        await shell.UntilRunAsync("watched", "executing", IsIn("EXEC"));
        await PostAsync(client, "runs/watched/pause");
        await shell.UntilRunAsync("watched", "paused", IsIn("PAUSE"));
        await PostAsync(client, "runs/watched/resume");
        await shell.UntilRunAsync("watched", "executing again", IsIn("EXEC"));

        // From here on it is recorded, as every word on it says.
        await PostAsync(client, "runs/watched/mode", """{"telemetry_mode": "dual-path"}""");
        await PostAsync(client, "runs/watched/rate", """{"rate_hz": 500}""");
        var run = await shell.UntilRunAsync("watched", "recorded", show => show.GetProperty("steps").GetInt64() > 0);
        Assert.Equal(("dual-path", 500), (run.GetProperty("telemetry_mode").GetString(), run.GetProperty("rate_hz").GetDouble()));
        await PostAsync(client, "runs/watched/stop");
        run = await shell.UntilRunAsync("watched", "ended", IsIn("TERM"));
        Assert.Equal(("dual-path", "cancelled"), (run.GetProperty("telemetry_mode").GetString(), run.GetProperty("outcome").GetString()));
        Assert.True(shell.Palestra("verify", "watched", "--json").Succeeds().Json().GetProperty("complete").GetBoolean());
    }

    [Fact]
    public void A_short_run_that_is_only_watched_ends_well_and_says_when_it_began()
    {
        using var shell = new Shell();
        shell.Palestra("run", "FrozenLake-v1", "--algo", "random", "--episodes", "20", "--telemetry-mode", "fast-lane-only", "--run-id", "short").Succeeds();
        var run = shell.Show("short");
        Assert.Equal(("TERM", "succeeded", 0), (run.GetProperty("status").GetString(), run.GetProperty("outcome").GetString(), run.GetProperty("steps").GetInt64()));
        Assert.True(run.GetProperty("started_us").GetInt64() > 0);
    }

    private static Func<System.Text.Json.JsonElement, bool> IsIn(string state) => run => run.GetProperty("status").GetString() == state;

    private static async Task PostAsync(HttpClient client, string path, string json = "{}")
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
