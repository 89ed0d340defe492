using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Palestra.FastLane;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Tests;

/// <summary>Live events and frames as a browser gets them.</summary>
public sealed class SocketTests
{
    [Fact]
    public async Task Watching_the_runs_gives_all_rows_first_and_then_those_that_changed()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("a");
        using var socket = await ConnectAsync(daemon, "/api/v1/live");
        await SendAsync(socket, """{"watch": "runs"}""");
        var all = await ReceiveAsync(socket);
        Assert.Equal(("runs", "a"), (all.GetProperty("type").GetString(), all.GetProperty("runs")[0].GetProperty("run_id").GetString()));
        await daemon.SubmitAsync("b");
        var seen = new List<string?>();
        while (!seen.Contains("b"))
        {
            seen.AddRange((await ReceiveAsync(socket)).GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("run_id").GetString()));
        }

        await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/b/stop");
        await daemon.WaitForAsync("b", "TERM");
        await daemon.SendAsync(HttpMethod.Delete, "/api/v1/runs/b");
        JsonElement message;
        do
        {
            message = await ReceiveAsync(socket);
        }
        while (message.GetProperty("removed").GetArrayLength() == 0);
        Assert.Equal("b", message.GetProperty("removed")[0].GetString());
    }

    [Fact]
    public async Task A_watched_run_shows_each_episode_once_however_often_the_viewer_comes_back()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("curve");
        await using var worker = daemon.Worker("curve");
        await worker.HelloAsync();
        var seen = new List<int>();
        long lastEpisode = 0, lastLog = 0;
        for (var visit = 0; visit < 3; visit++)
        {
            for (var i = 0; i < 20; i++)
            {
                var episode = (visit * 20) + i;
                await worker.StepsAsync(episode + 1, 1, episode);
                await worker.EpisodeAsync(episode, episode + 1, episode + 1, episode);
            }

            using var socket = await ConnectAsync(daemon, "/api/v1/live");
            await SendAsync(socket, $$"""{"watch": "run", "run_id": "curve", "since_episode": {{lastEpisode}}, "since_log": {{lastLog}}}""");
            while (seen.Count < (visit + 1) * 20)
            {
                var message = await ReceiveAsync(socket);
                Assert.Equal("run", message.GetProperty("type").GetString());
                Assert.Equal(0, message.GetProperty("episodes_skipped").GetInt64());
                seen.AddRange(message.GetProperty("episodes").EnumerateArray().Select(e => e.GetProperty("episode").GetInt32()));
                (lastEpisode, lastLog) = (message.GetProperty("last_episode").GetInt64(), message.GetProperty("last_log").GetInt64());
            }
        }

        Assert.Equal(Enumerable.Range(0, 60), seen);
    }

    /// <summary>P-OBSERVE, P-COUNT: bursts are conflated and counted; the worker does not wait for a viewer that sleeps.</summary>
    [Fact]
    public async Task A_viewer_that_reads_nothing_delays_nobody_and_gets_the_newest_when_it_wakes()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: [("live.episodes_per_message", "10"), ("live.rate", "2")]);
        await daemon.SubmitAsync("burst");
        await using var worker = daemon.Worker("burst");
        await worker.HelloAsync();
        using var socket = await ConnectAsync(daemon, "/api/v1/live");
        await SendAsync(socket, """{"watch": "run", "run_id": "burst"}""");
        for (var episode = 0; episode < 500; episode++)
        {
            await worker.StepsAsync(episode + 1, 1, episode);
            await worker.EpisodeAsync(episode, episode + 1, episode + 1, episode);
        }

        await worker.AcknowledgedAsync(500);
        long shown = 0, skipped = 0, last = -1;
        while (last < 499)
        {
            var message = await ReceiveAsync(socket);
            var episodes = message.GetProperty("episodes").EnumerateArray().Select(e => e.GetProperty("episode").GetInt64()).ToArray();
            Assert.True(episodes.Length <= 10);
            shown += episodes.Length;
            skipped += message.GetProperty("episodes_skipped").GetInt64();
            last = episodes.Length > 0 ? episodes[^1] : last;
        }

        Assert.Equal(500, shown + skipped);
        Assert.True(skipped > 0);
    }

    [Fact]
    public async Task A_wrong_wish_is_answered_with_a_sentence_and_the_socket_stays()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var socket = await ConnectAsync(daemon, "/api/v1/live");
        await SendAsync(socket, "{");
        Assert.Contains("not JSON", (await ReceiveAsync(socket)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await SendAsync(socket, """{"watch": "sistem"}""");
        Assert.Contains("Did you mean 'system'?", (await ReceiveAsync(socket)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await SendAsync(socket, """{"watch": "run", "run_id": "nobody"}""");
        Assert.Contains("'nobody'", (await ReceiveAsync(socket)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await SendAsync(socket, """{"watch": "system"}""");
        Assert.Equal("system", (await ReceiveAsync(socket)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_socket_from_another_sites_page_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        var refusal = await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(Address(daemon, "/api/v1/live"), TestContext.Current.CancellationToken));
        Assert.Contains("403", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_reach_the_viewer_as_the_worker_wrote_them()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("film");
        var path = Manifest(daemon, "film").FastLanePath!;
        using var socket = await ConnectAsync(daemon, "/api/v1/runs/film/frames");
        using var writer = FastLaneWriter.Create(path, 8, 4, 3, 4);
        var pixels = new byte[8 * 4 * 3];
        Array.Fill(pixels, (byte)77);
        writer.Publish(pixels, new FrameHud(2, 0.5, 0.25, 123));

        var frame = await ReceiveBytesAsync(socket);
        Assert.Equal("PFRM"u8, frame.AsSpan(0, 4));
        Assert.Equal([64, 8, 4, 3, 2], Enumerable.Range(1, 5).Select(i => BitConverter.ToInt32(frame, i * 4)));
        Assert.Equal(1, BitConverter.ToInt64(frame, 24));
        Assert.Equal([0.5, 0.25, 123], Enumerable.Range(5, 3).Select(i => BitConverter.ToDouble(frame, i * 8)));
        Assert.Equal(pixels, frame[64..]);

        // A second viewer gets the last frame at once, although no new one comes.
        using var second = await ConnectAsync(daemon, "/api/v1/runs/film/frames");
        Assert.Equal(pixels, (await ReceiveBytesAsync(second))[64..]);
        var lane = (await daemon.GetAsync("/api/v1/system")).GetProperty("runs")[0].GetProperty("fast_lane");
        Assert.Equal((true, 1), (lane.GetProperty("connected").GetBoolean(), lane.GetProperty("frames_read").GetInt64()));
    }

    [Fact]
    public async Task A_daemon_that_stops_asks_its_viewers_to_come_again()
    {
        var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("later");
        using var live = await ConnectAsync(daemon, "/api/v1/live");
        using var frames = await ConnectAsync(daemon, "/api/v1/runs/later/frames");
        await daemon.DisposeAsync();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await CloseStatusAsync(live));

        // The run was cancelled with the daemon, so its frames may have ended just before.
        Assert.NotNull(await CloseStatusAsync(frames));
    }

    private static RunManifest Manifest(TestDaemon daemon, string run) =>
        JsonSerializer.Deserialize<RunManifest>(File.ReadAllBytes(daemon.Root.Run(RunId.Parse(run)).ManifestFile), RunManifest.Json)!;

    private static Uri Address(TestDaemon daemon, string path) => new(new UriBuilder(daemon.Daemon.HttpAddress) { Scheme = "ws" }.Uri, path);

    private static async Task<ClientWebSocket> ConnectAsync(TestDaemon daemon, string path)
    {
        var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await socket.ConnectAsync(Address(daemon, path), TestContext.Current.CancellationToken);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string json) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket) =>
        JsonDocument.Parse(await ReceiveBytesAsync(socket)).RootElement.Clone();

    private static async Task<byte[]> ReceiveBytesAsync(ClientWebSocket socket)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[65536];
        while (true)
        {
            var part = await Eventually.InTimeAsync(socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken), "a message");
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return whole.ToArray();
            }
        }
    }

    private static async Task<WebSocketCloseStatus?> CloseStatusAsync(ClientWebSocket socket)
    {
        var buffer = new byte[65536];
        while (true)
        {
            var part = await Eventually.InTimeAsync(socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken), "the close");
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return part.CloseStatus;
            }
        }
    }
}
