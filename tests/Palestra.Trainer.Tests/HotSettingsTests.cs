using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Palestra.FastLane;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Tests;

/// <summary>What is marked hot really changes in a live daemon, each where it works.</summary>
public sealed class HotSettingsTests
{
    [Fact]
    public async Task Queues_of_a_live_run_take_their_new_sizes_as_far_as_its_bus_goes()
    {
        await using var daemon = await StartAsync();
        await daemon.SubmitAsync("queues");
        await using var worker = daemon.Worker("queues");
        await worker.HelloAsync();
        await SetAsync(daemon, "telemetry.db_sink.writer_queue_size", "7");
        await SetAsync(daemon, "telemetry.run_bus.ui_path_queue_size", "5");
        await worker.StepsAsync(1, 10);
        await worker.AcknowledgedAsync(10);
        await UntilAsync(daemon, run => Capacity(run, "durable_path") == 7 && Capacity(run, "live") == 5, "smaller queues");
        await SetAsync(daemon, "telemetry.db_sink.writer_queue_size", "1048576");
        await SetAsync(daemon, "telemetry.run_bus.ui_path_queue_size", "1048576");
        await worker.StepsAsync(11, 10);
        await worker.AcknowledgedAsync(20);
        await UntilAsync(
            daemon, run => run.GetProperty("bus").GetProperty("capacity").GetInt64() is var ring && Capacity(run, "durable_path") == ring && Capacity(run, "live") == ring,
            "queues as long as the ring");

        static long Capacity(JsonElement run, string subscriber) => run.GetProperty("subscribers").EnumerateArray()
            .First(s => s.GetProperty("name").GetString() == subscriber).GetProperty("policy").GetProperty("capacity").GetInt64();
    }

    [Fact]
    public async Task A_live_session_is_granted_the_new_credit_window_and_the_next_one_is_welcomed_with_it()
    {
        await using var daemon = await StartAsync();
        await daemon.SubmitAsync("credits");
        await using (var worker = daemon.Worker("credits"))
        {
            Assert.Equal(65536UL, (await worker.HelloAsync()).CreditSteps);
            await SetAsync(daemon, "telemetry.credits.initial", "8192");
            Assert.Equal(8192UL, (await worker.HearAsync(m => m.Credits is not null, "a credit grant")).Credits.CreditSteps);
            await UntilAsync(daemon, run => run.GetProperty("credits").GetProperty("window_steps").GetInt64() == 8192, "the new window");
        }

        await using var next = daemon.Worker("credits");
        Assert.Equal(8192UL, (await next.HelloAsync()).CreditSteps);
    }

    [Fact]
    public async Task More_places_let_a_waiting_run_begin_at_once()
    {
        await using var daemon = await StartAsync(("trainer.max_running", "1"));
        await daemon.SubmitAsync("first");
        await daemon.SubmitAsync("second");
        await daemon.WaitForAsync("first", "HSHK");
        Assert.Equal("INIT", (await daemon.RunAsync("second")).Status);
        await SetAsync(daemon, "trainer.max_running", "2");
        await daemon.WaitForAsync("second", "HSHK");
    }

    [Fact]
    public async Task Defaults_and_limits_of_new_runs_are_those_of_the_moment()
    {
        await using var daemon = await StartAsync();
        await SetAsync(daemon, "run.default_seed", "4711");
        await SetAsync(daemon, "trainer.default_episodes", "17");
        await SetAsync(daemon, "trainer.max_num_envs", "3");
        var run = await daemon.SubmitAsync("defaults");
        Assert.Equal((4711UL, 17L), (run.Seed, run.TargetEpisodes));
        Assert.Contains(run.Settings, used => used is { Key: "run.default_seed", Value: "4711", Origin: "stored" });
        var refused = await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", """{"env_id": "FrozenLake-v1", "num_envs": 4}""");
        Assert.Equal(400, refused.Status);
        Assert.Contains("1 to 3 environments", refused.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patience_with_a_worker_that_says_nothing_is_that_of_the_moment()
    {
        await using var daemon = await StartAsync();
        await daemon.SubmitAsync("silent");
        await daemon.WaitForAsync("silent", "HSHK");
        await SetAsync(daemon, "trainer.hello_timeout", "0.1");
        var run = await daemon.WaitForAsync("silent", "FAULT");
        Assert.Equal("failed", run.Outcome);
    }

    [Fact]
    public async Task Heartbeats_come_at_the_new_interval_and_a_worker_of_the_old_one_is_not_taken_for_dead()
    {
        await using var daemon = await StartAsync(("telemetry.heartbeat_interval", "3600"));
        await daemon.SubmitAsync("beats");
        await using var worker = daemon.Worker("beats");
        await worker.HelloAsync();
        long first = 0;
        await UntilAsync(daemon, run => (first = Newest(run)) > 0, "a first heartbeat");
        await SetAsync(daemon, "telemetry.heartbeat_interval", "0.05");
        await UntilAsync(daemon, run => Newest(run) > first, "a heartbeat at the new interval");
        for (var last = first; Newest(await RunAsync(daemon)) < first + 1_000_000;)
        {
            await UntilAsync(daemon, run => Newest(run) > last, "further heartbeats");
            last = Newest(await RunAsync(daemon));
        }

        Assert.True((await RunAsync(daemon)).GetProperty("health").GetProperty("link").GetProperty("alive").GetBoolean());

        static long Newest(JsonElement run) =>
            run.GetProperty("heartbeats").EnumerateArray().Select(h => h.GetProperty("time_us").GetInt64()).DefaultIfEmpty().Max();
    }

    [Fact]
    public async Task Sizes_of_pages_and_messages_are_those_of_the_moment()
    {
        await using var daemon = await StartAsync();
        await daemon.SubmitAsync("pages");
        await using var worker = daemon.Worker("pages");
        await worker.HelloAsync();
        for (var i = 0; i < 5; i++)
        {
            await worker.StepsAsync(i + 1, 1, i, ends: true);
            await worker.EpisodeAsync(i, i + 1, i + 1);
        }

        await worker.AcknowledgedAsync(5);
        await UntilAsync(daemon, run => run.GetProperty("durable").GetProperty("committed_steps").GetInt64() == 5, "five steps on disk");
        Assert.Equal(200, (await daemon.SendAsync(HttpMethod.Get, "/api/v1/runs/pages/steps?limit=5")).Status);
        await SetAsync(daemon, "live.max_page_steps", "3");
        await SetAsync(daemon, "live.episodes_per_message", "2");
        Assert.Equal(400, (await daemon.SendAsync(HttpMethod.Get, "/api/v1/runs/pages/steps?limit=5")).Status);
        using var socket = await ConnectAsync(daemon, "/api/v1/live");
        await socket.SendAsync("""{"watch": "run", "run_id": "pages"}"""u8.ToArray(), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        var message = await ReceiveAsync(socket);
        Assert.Equal(2, message.GetProperty("episodes").GetArrayLength());
        Assert.Equal(3, message.GetProperty("episodes_skipped").GetInt64());
    }

    [Fact]
    public async Task A_change_is_a_row_and_a_log_line_of_each_live_run_with_where_it_stood()
    {
        await using var daemon = await StartAsync();
        await daemon.SubmitAsync("marked");
        await using var worker = daemon.Worker("marked");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 40, ends: true);
        await worker.EpisodeAsync(0, 1, 40);
        await UntilAsync(daemon, run => run.GetProperty("durable").GetProperty("committed_steps").GetInt64() == 40, "forty steps on disk");
        await Eventually.TrueAsync(async () => (await daemon.RunAsync("marked")).Streams.Any(s => s.Episodes == 1), () => "The episode never came to disk.");
        await SetAsync(daemon, "telemetry.db_sink.commit_interval", "7");
        JsonElement changes = default;
        await Eventually.TrueAsync(
            async () => (changes = (await daemon.GetAsync("/api/v1/runs/marked/settings/changes")).GetProperty("changes")).GetArrayLength() == 1,
            () => $"The run has no such row: {changes}");
        var change = changes[0];
        Assert.Equal(("telemetry.db_sink.commit_interval", "7", "api", 40L, 1L), (
            change.GetProperty("key").GetString(), change.GetProperty("new").GetString(), change.GetProperty("via").GetString(),
            change.GetProperty("steps").GetInt64(), change.GetProperty("episodes").GetInt64()));
        Assert.Equal(40, change.GetProperty("streams").GetProperty("agent_0/0").GetInt64());
        var stored = (await daemon.GetAsync("/api/v1/settings/history")).GetProperty("changes")[0];
        Assert.Equal(change.GetProperty("bus_seq").GetInt64(), stored.GetProperty("run_positions").GetProperty("marked").GetInt64());
        await Eventually.TrueAsync(
            async () => (await daemon.GetAsync("/api/v1/runs/marked/logs")).ToString().Contains("LOG_SETTING_CHANGED", StringComparison.Ordinal),
            () => "The run's log never said it.");
        await worker.FinishAsync(40, 1);
        await daemon.WaitForAsync("marked", "TERM");
        Assert.True(RunVerifier.Verify(daemon.Root.Run(RunId.Parse("marked"))).Complete);
        Assert.Equal(1, (await daemon.GetAsync("/api/v1/runs/marked/settings/changes")).GetProperty("changes").GetArrayLength());
    }

    [Fact]
    public async Task Kill_switches_end_what_flows_and_let_it_begin_again()
    {
        await using var daemon = await StartAsync();
        await daemon.SubmitAsync("watched");
        using var live = await ConnectAsync(daemon, "/api/v1/live");
        using var frames = await ConnectAsync(daemon, "/api/v1/runs/watched/frames");
        await SetAsync(daemon, "live.enabled", "false");
        await SetAsync(daemon, "fast_lane.enabled", "false");
        Assert.Contains("live.enabled", await ReasonAsync(live), StringComparison.Ordinal);
        Assert.Contains("fast_lane.enabled", await ReasonAsync(frames), StringComparison.Ordinal);
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(daemon, "/api/v1/live"));
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(daemon, "/api/v1/runs/watched/frames"));
        await SetAsync(daemon, "live.enabled", "true");
        await SetAsync(daemon, "fast_lane.enabled", "true");
        (await ConnectAsync(daemon, "/api/v1/live")).Dispose();
        (await ConnectAsync(daemon, "/api/v1/runs/watched/frames")).Dispose();
    }

    [Fact]
    public async Task Metrics_go_to_a_collector_that_is_named_while_the_daemon_runs()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var daemon = await StartAsync(("telemetry.otlp.interval", "0.05"));
        Assert.Empty(collector.Series);
        await SetAsync(daemon, "telemetry.otlp.endpoint", collector.Address.ToString());
        await Eventually.TrueAsync(() => !collector.Series.IsEmpty, () => "The collector got nothing.");
    }

    /// <summary>Values as if from a settings file: nothing of it is pinned.</summary>
    private static async Task<TestDaemon> StartAsync(params (string Key, string Value)[] stored)
    {
        var daemon = await TestDaemon.StartWithLayersAsync(new SettingsSources { CommandLine = [new("trainer.watch_interval", "20")] });
        foreach (var (key, value) in stored)
        {
            await SetAsync(daemon, key, value);
        }

        return daemon;
    }

    private static async Task SetAsync(TestDaemon daemon, string key, string value)
    {
        var answer = await SettingsApiTests.SendAsync(daemon, HttpMethod.Put, $"/api/v1/settings/{key}", JsonSerializer.Serialize(new { value }));
        Assert.True(answer.Status == 200, $"{answer.Status} {answer.Body}");
    }

    private static async Task<JsonElement> RunAsync(TestDaemon daemon) => (await daemon.GetAsync("/api/v1/system")).GetProperty("runs")[0];

    private static async Task UntilAsync(TestDaemon daemon, Func<JsonElement, bool> wanted, string what)
    {
        JsonElement run = default;
        await Eventually.TrueAsync(async () => wanted(run = await RunAsync(daemon)), () => $"There never were {what}: {run}");
    }

    private static async Task<ClientWebSocket> ConnectAsync(TestDaemon daemon, string path)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(daemon.Daemon.HttpAddress) { Scheme = "ws", Path = path }.Uri, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1 << 20];
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await Eventually.InTimeAsync(socket.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken).AsTask(), "a message");
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, length)).RootElement.Clone();
    }

    private static async Task<string> ReasonAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1 << 20];
        while ((await Eventually.InTimeAsync(socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken).AsTask(), "the end of the socket")).MessageType != WebSocketMessageType.Close)
        {
        }

        return socket.CloseStatusDescription ?? "";
    }
}
