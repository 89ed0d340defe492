using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Tests;

/// <summary>The API as docs/api.md says it, its refusals included.</summary>
public sealed class HttpTests
{
    [Fact]
    public async Task Health_system_and_metrics_answer()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("seen");
        var health = await daemon.GetAsync("/healthz");
        Assert.Equal("ok", health.GetProperty("status").GetString());
        Assert.Equal(Environment.ProcessId, health.GetProperty("pid").GetInt32());
        var system = await daemon.GetAsync("/api/v1/system");
        Assert.Equal("seen", system.GetProperty("runs")[0].GetProperty("run_id").GetString());
        Assert.Contains(
            system.GetProperty("runs")[0].GetProperty("subscribers").EnumerateArray(),
            s => s.GetProperty("policy").GetProperty("on_full").GetString() == "block");
        var metrics = await daemon.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("palestra_step_received_total{run_id=\"seen\"} 0", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environments_algorithms_and_settings_are_listed_with_their_schemas()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var lake = (await daemon.GetAsync("/api/v1/environments")).GetProperty("environments").EnumerateArray()
            .Single(e => e.GetProperty("id").GetString() == "FrozenLake-v1");
        Assert.Equal("Discrete", lake.GetProperty("action_space").GetProperty("type").GetString());
        Assert.Equal(100, lake.GetProperty("max_episode_steps").GetInt32());
        Assert.Contains(lake.GetProperty("arguments").EnumerateArray(), a => a.GetProperty("name").GetString() == "is_slippery");
        var png = await daemon.Http.GetByteArrayAsync(
            new Uri("/api/v1/environments/FrozenLake-v1/preview.png?map_name=8x8", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal([0x89, 0x50, 0x4e, 0x47], png[..4]);
        Assert.Contains(
            (await daemon.GetAsync("/api/v1/algorithms")).GetProperty("algorithms").EnumerateArray(), a => a.GetProperty("id").GetString() == "random");
        Assert.Contains(
            (await daemon.GetAsync("/api/v1/settings")).GetProperty("settings").EnumerateArray(),
            s => s.GetProperty("key").GetString() == "http.port" && s.GetProperty("default").GetInt32() == 7380);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_request_is_said_at_once_by_field()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (status, body, type) = await daemon.SendAsync(
            HttpMethod.Post, "/api/v1/runs",
            """
            {"env_id": "FrozenLak-v1", "algorithm": "rndom", "episodes": 0, "num_envs": 99999, "rate_hz": -1, "run_id": "../x", "seed": "x", "epsiodes": 3}
            """);
        Assert.Equal((400, "application/problem+json"), (status, type));
        var errors = body.GetProperty("errors");
        Assert.Contains("Did you mean 'FrozenLake-v1'?", errors.GetProperty("env_id")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'random'?", errors.GetProperty("algorithm")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("1 to 1024", errors.GetProperty("num_envs")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'episodes'?", errors.GetProperty("epsiodes")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("a string (\"x\")", errors.GetProperty("seed")[0].GetString(), StringComparison.Ordinal);
        foreach (var field in new[] { "episodes", "rate_hz", "run_id" })
        {
            Assert.Equal(1, errors.GetProperty(field).GetArrayLength());
        }
    }

    [Fact]
    public async Task Arguments_of_the_environment_are_checked_by_name_and_value()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (status, body, _) = await daemon.SendAsync(
            HttpMethod.Post, "/api/v1/runs", """{"env_id": "FrozenLake-v1", "env_args": {"is_sliperry": true, "map_name": "5x5"}}""");
        Assert.Equal(400, status);
        var errors = body.GetProperty("errors");
        Assert.Contains("is_slippery", errors.GetProperty("env_args.is_sliperry")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("4x4", errors.GetProperty("env_args.map_name")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_id_can_be_used_once()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("mine");
        var (status, body, _) = await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", """{"env_id": "FrozenLake-v1", "run_id": "mine"}""");
        Assert.Equal(400, status);
        Assert.Contains("already a run 'mine'", body.GetProperty("errors").GetProperty("run_id")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_gets_defaults_that_are_recorded_and_a_command_line_that_does_the_same()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (status, body, _) = await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", """{"env_id": "FrozenLake-v1", "algorithm": "random", "seed": 7}""");
        Assert.Equal(201, status);
        Assert.Equal(1000, body.GetProperty("target_episodes").GetInt64());
        Assert.Equal(26, body.GetProperty("run_id").GetString()!.Length);
        Assert.Equal("palestra run FrozenLake-v1 --algo random --episodes 1000 --seed 7", body.GetProperty("command_line").GetString());
        Assert.Equal(64, body.GetProperty("digest").GetString()!.Length);
        Assert.Contains(body.GetProperty("settings").EnumerateArray(), s => s.GetProperty("key").GetString() == "trainer.stop_grace" && s.GetProperty("origin").GetString() == "command-line");
    }

    [Theory]
    [InlineData("POST", "/api/v1/runs", "{\"env_id\":", 400, "not JSON")]
    [InlineData("POST", "/api/v1/runs", "[1]", 400, "must be a JSON object")]
    [InlineData("GET", "/api/v1/nothing", null, 404, "/openapi/v1.json")]
    [InlineData("GET", "/api/v1/runs/knwon", null, 404, "Did you mean 'known'?")]
    [InlineData("GET", "/api/v1/runs?limit=0", null, 400, "1 to 1000")]
    [InlineData("GET", "/api/v1/runs?state=EXCE", null, 400, "Did you mean 'EXEC'?")]
    [InlineData("GET", "/api/v1/runs/known/series?metric=retrun", null, 404, "Did you mean 'return'?")]
    [InlineData("GET", "/api/v1/runs/known/steps/series?value=rewrad", null, 400, "Did you mean 'reward'?")]
    [InlineData("GET", "/api/v1/runs/known/steps/series?value=observation[x]", null, 400, "an element being a number from 0")]
    [InlineData("GET", "/api/v1/runs/known/steps/series?points=10001", null, 400, "1 to 10000")]
    [InlineData("GET", "/api/v1/runs/known/steps/series?from_seq=0", null, 400, "sequence numbers begin with 1")]
    [InlineData("GET", "/api/v1/runs/known/steps/series?from_seq=9&to_seq=8", null, 400, "must not be before 'from_seq', which is 9")]
    [InlineData("GET", "/api/v1/runs/knwon/steps/series", null, 404, "Did you mean 'known'?")]
    [InlineData("GET", "/api/v1/runs/known/episodes?cursor=abc", null, 400, "not a cursor")]
    [InlineData("GET", "/api/v1/runs/known/export?format=jason", null, 400, "jsonl")]
    [InlineData("POST", "/api/v1/runs/known/rate", "{}", 400, "'rate_hz' is required")]
    [InlineData("POST", "/api/v1/runs/known/pause", null, 409, "only a run in RDY or EXEC")]
    [InlineData("PUT", "/api/v1/runs/known", "{}", 404, "There is no PUT /api/v1/runs/known")]
    public async Task Every_refusal_is_problem_json_with_a_sentence(string method, string path, string? body, int expected, string sentence)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("known");
        var (status, problem, type) = await daemon.SendAsync(new HttpMethod(method), path, body);
        Assert.Equal((expected, "application/problem+json"), (status, type));
        Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_from_another_sites_page_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        const string Body = """{"env_id": "FrozenLake-v1", "run_id": "csrf"}""";
        Assert.Equal(403, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", Body, "http://evil.example")).Status);
        Assert.Equal(404, (await daemon.SendAsync(HttpMethod.Get, "/api/v1/runs/csrf")).Status);
        var own = daemon.Daemon.HttpAddress.GetLeftPart(UriPartial.Authority);
        Assert.Equal(201, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", Body, own)).Status);
    }

    [Fact]
    public async Task A_name_that_was_bent_to_loopback_is_refused_without_the_token()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs");
        request.Headers.Host = "rebound.example";
        using var refused = await daemon.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var proven = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs");
        proven.Headers.Host = "rebound.example";
        proven.Headers.Authorization = new("Bearer", daemon.Daemon.Token);
        using var allowed = await daemon.Http.SendAsync(proven, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    [Fact]
    public async Task On_an_address_that_is_not_loopback_every_request_needs_the_token()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: ("http.address", "0.0.0.0"));
        Assert.Equal(401, (await daemon.SendAsync(HttpMethod.Get, "/healthz")).Status);
        Assert.Equal(200, (await daemon.SendAsync(HttpMethod.Get, $"/healthz?token={daemon.Daemon.Token}")).Status);
        Assert.Contains("token=", daemon.Daemon.ConsoleUrl.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_openapi_document_knows_the_calls_and_the_shape_of_a_request()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var document = await daemon.GetAsync("/openapi/v1.json");
        Assert.True(document.GetProperty("paths").TryGetProperty("/api/v1/runs/{id}/series", out _));
        Assert.True(document.GetProperty("paths").TryGetProperty("/api/v1/runs/{id}/steps/series", out _));
        Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty("StepSeriesPointView", out _));
        var request = document.GetProperty("components").GetProperty("schemas").GetProperty("RunRequest").GetProperty("properties");
        Assert.True(request.TryGetProperty("env_id", out _));
    }

    [Fact]
    public async Task A_permalink_of_the_console_gets_a_page()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Http.GetAsync(new Uri("/runs/anything", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Episodes_steps_series_and_export_show_what_was_recorded()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("rec");
        await using var worker = daemon.Worker("rec");
        await worker.HelloAsync();
        for (var episode = 0; episode < 5; episode++)
        {
            await worker.StepsAsync((episode * 10) + 1, 10, episode, ends: true, reward: episode);
            await worker.EpisodeAsync(episode, (episode * 10) + 1, (episode * 10) + 10, episode * 10);
        }

        await worker.FinishAsync(50, 5);
        await worker.HearAsync(m => m.Farewell is not null, "a Farewell");

        var first = await daemon.GetAsync("/api/v1/runs/rec/episodes?limit=3");
        Assert.Equal([4, 3, 2], first.GetProperty("episodes").EnumerateArray().Select(e => e.GetProperty("episode").GetInt32()));
        var second = await daemon.GetAsync($"/api/v1/runs/rec/episodes?limit=3&cursor={first.GetProperty("next_cursor").GetString()}");
        Assert.Equal([1, 0], second.GetProperty("episodes").EnumerateArray().Select(e => e.GetProperty("episode").GetInt32()));
        Assert.Equal(5, second.GetProperty("total").GetInt32());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next_cursor").ValueKind);

        var steps = await daemon.GetAsync("/api/v1/runs/rec/steps?from_seq=12&limit=2");
        Assert.Equal([12, 13], steps.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("seq").GetInt32()));
        Assert.Equal(0, steps.GetProperty("steps")[0].GetProperty("observation").GetInt32());
        Assert.Equal((1, 50), (steps.GetProperty("first_seq").GetInt32(), steps.GetProperty("last_seq").GetInt32()));

        var series = await daemon.GetAsync("/api/v1/runs/rec/series?metric=return&points=600");
        Assert.Equal(5, series.GetProperty("total").GetInt32());
        Assert.Equal([1, 2, 3, 4, 5], series.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("x").GetInt32()));
        Assert.Equal([10, 20, 30, 40, 50], series.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("steps").GetInt32()));
        var range = await daemon.GetAsync("/api/v1/runs/rec/series?from_episode=2&to_episode=3");
        Assert.Equal([2, 3], range.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("x").GetInt32()));
        Assert.Equal([0, 10, 20, 30, 40], series.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("mean").GetDouble()));

        var rewards = (await daemon.GetAsync("/api/v1/runs/rec/steps/series?points=5")).Deserialize<StepSeriesView>(ApiJson.Options)!;
        Assert.Equal((StreamKey.DefaultAgent, "reward", 5, 50), (rewards.AgentId, rewards.Value, rewards.Shown, rewards.Total));
        Assert.Equal([(1, 10, 0), (11, 20, 1), (21, 30, 2), (31, 40, 3), (41, 50, 4)], rewards.Points.Select(p => (p.FirstSeq, p.LastSeq, p.Mean)));
        var seen = (await daemon.GetAsync("/api/v1/runs/rec/steps/series?value=observation&from_seq=2&to_seq=4&points=1")).Deserialize<StepSeriesView>(ApiJson.Options)!;
        Assert.Equal(("observation[0]", 3), (seen.Value, seen.Total));
        Assert.Equal(new StepSeriesPointView(2, 4, 3, 0, 3, 5 / 3.0, 0, 1_000_004), seen.Points.Single());
        var nobody = await daemon.SendAsync(HttpMethod.Get, "/api/v1/runs/rec/steps/series?agent_id=nobody");
        Assert.Equal(404, nobody.Status);
        Assert.Contains("its streams are", nobody.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);

        var export = await daemon.Http.GetStringAsync(new Uri("/api/v1/runs/rec/export?format=jsonl", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(50, export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.True((await daemon.GetAsync("/api/v1/runs/rec/receipt")).GetProperty("complete").GetBoolean());
        Assert.Equal("rec", (await daemon.GetAsync("/api/v1/runs?text=rec&env_id=FrozenLake-v1")).GetProperty("runs")[0].GetProperty("run_id").GetString());
    }

    /// <summary>P-ISLAND: a damaged run is shown as such, and the others do not feel it.</summary>
    [Fact]
    public async Task A_damaged_run_file_is_listed_and_the_others_are_fine()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            await using (var daemon = await TestDaemon.StartAsync(root: root))
            {
                await daemon.SubmitAsync("sound");
                await daemon.SubmitAsync("broken");
            }

            var file = root.Run(RunId.Parse("broken")).DatabaseFile;
            await File.WriteAllTextAsync(file, "this is not a database", TestContext.Current.CancellationToken);
            File.Delete(file + "-wal");
            File.Delete(file + "-shm");

            await using var next = await TestDaemon.StartAsync(root: root);
            await Eventually.TrueAsync(async () => (await next.RunAsync("broken")).Damaged is not null, () => "The damage was never shown.");
            var rows = (await next.GetAsync("/api/v1/runs")).GetProperty("runs").EnumerateArray().ToDictionary(r => r.GetProperty("run_id").GetString()!);
            Assert.Equal(JsonValueKind.Null, rows["sound"].GetProperty("damaged").ValueKind);
            Assert.Contains("broken", rows["broken"].GetProperty("damaged").GetString(), StringComparison.Ordinal);
            await next.SubmitAsync("new");
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }
}
