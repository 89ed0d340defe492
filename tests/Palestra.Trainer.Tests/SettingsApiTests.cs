using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Palestra.Settings;
using Palestra.Storage;

namespace Palestra.Trainer.Tests;

/// <summary>Settings of a running daemon over HTTP: seen, changed, refused, undone, told.</summary>
public sealed class SettingsApiTests
{
    private const string Key = "telemetry.db_sink.batch_size";

    [Fact]
    public async Task A_change_over_HTTP_is_in_force_stored_with_its_version_and_in_the_history()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            await using (var daemon = await TestDaemon.StartWithLayersAsync(new SettingsSources(), root))
            {
                var (before, tag) = await GetAsync(daemon, Key);
                Assert.Equal((256, "default", "\"telemetry.db_sink-0\""), (before.GetProperty("value").GetInt32(), before.GetProperty("origin").GetString(), tag));
                var put = await SendAsync(daemon, HttpMethod.Put, $"/api/v1/settings/{Key}", """{"value": 32}""", tag);
                Assert.Equal((200, "\"telemetry.db_sink-1\""), (put.Status, put.Tag));
                Assert.Equal((32, "stored", 1), (put.Body.GetProperty("value").GetInt32(), put.Body.GetProperty("origin").GetString(), put.Body.GetProperty("version").GetInt32()));
                var all = await daemon.GetAsync("/api/v1/settings");
                Assert.Equal(32, all.GetProperty("settings").EnumerateArray().Single(s => s.GetProperty("key").GetString() == Key).GetProperty("value").GetInt32());
                Assert.Equal(JsonValueKind.Null, all.GetProperty("problem").ValueKind);
                var change = Assert.Single((await daemon.GetAsync($"/api/v1/settings/history?key={Key}")).GetProperty("changes").EnumerateArray());
                Assert.Equal((Environment.UserName, "api", "32"), (change.GetProperty("who").GetString(), change.GetProperty("via").GetString(), change.GetProperty("new").GetString()));
                var undone = await SendAsync(daemon, HttpMethod.Post, $"/api/v1/settings/history/{change.GetProperty("id").GetInt64()}/undo");
                Assert.Equal(200, undone.Status);
                Assert.Equal("default", (await GetAsync(daemon, Key)).Row.GetProperty("origin").GetString());
                Assert.Equal(409, (await SendAsync(daemon, HttpMethod.Post, $"/api/v1/settings/history/{change.GetProperty("id").GetInt64()}/undo")).Status);
                Assert.Equal(404, (await SendAsync(daemon, HttpMethod.Post, "/api/v1/settings/history/4711/undo")).Status);
                Assert.Equal(200, (await SendAsync(daemon, HttpMethod.Put, $"/api/v1/settings/{Key}", """{"value": "64"}""")).Status);
                Assert.Contains($"changed {Key} from unset to 64", await LogOfAsync(root), StringComparison.Ordinal);
            }

            await using var next = await TestDaemon.StartWithLayersAsync(new SettingsSources(), root);
            var (row, stored) = await GetAsync(next, Key);
            Assert.Equal((64, "\"telemetry.db_sink-3\""), (row.GetProperty("value").GetInt32(), stored));
            Assert.Equal(200, (await SendAsync(next, HttpMethod.Delete, $"/api/v1/settings/{Key}")).Status);
            Assert.Equal(256, (await GetAsync(next, Key)).Row.GetProperty("value").GetInt32());
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public async Task Of_concurrent_changes_for_one_version_one_wins_and_the_others_get_412_with_what_is_there()
    {
        await using var daemon = await TestDaemon.StartWithLayersAsync(new SettingsSources());
        var (_, tag) = await GetAsync(daemon, Key);
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => SendAsync(daemon, HttpMethod.Put, $"/api/v1/settings/{Key}", $$"""{"value": {{i}}}""", tag)));
        var won = Assert.Single(answers, a => a.Status == 200);
        var value = won.Body.GetProperty("value").GetInt32();
        foreach (var lost in answers.Where(a => a.Status != 200))
        {
            Assert.Equal((412, "application/problem+json"), (lost.Status, lost.Type));
            Assert.Equal(("telemetry.db_sink", 0, 1), (lost.Body.GetProperty("namespace").GetString(), lost.Body.GetProperty("expected").GetInt32(), lost.Body.GetProperty("actual").GetInt32()));
            Assert.Equal($"{value}", lost.Body.GetProperty("value").GetString());
        }

        Assert.Equal(412, (await SendAsync(daemon, HttpMethod.Delete, $"/api/v1/settings/{Key}", null, tag)).Status);
        Assert.Equal(412, (await SendAsync(daemon, HttpMethod.Put, $"/api/v1/settings/{Key}", """{"value": 1}""", "\"nonsense\"")).Status);
        Assert.Single((await daemon.GetAsync("/api/v1/settings/history")).GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public async Task What_may_not_be_changed_is_refused_with_the_reason_and_changes_nothing()
    {
        await using var daemon = await TestDaemon.StartWithLayersAsync(new SettingsSources
        {
            Environment = new Dictionary<string, string> { ["GYM_DB_SINK_COMMIT_STEPS"] = "100" },
        });
        await RefusedAsync(HttpMethod.Put, "/telemetry.db_sink.commit_steps", """{"value": 7}""", 409, "GYM_DB_SINK_COMMIT_STEPS");
        await RefusedAsync(HttpMethod.Put, $"/{Key}", """{"value": 0}""", 400, "1 to 65536");
        await RefusedAsync(HttpMethod.Put, $"/{Key}", """{"value": [1]}""", 400, "'value' is required");
        await RefusedAsync(HttpMethod.Put, $"/{Key}", """{"valu": 1}""", 400, "Did you mean 'value'?");
        await RefusedAsync(HttpMethod.Put, "/telemetry.db_sink.batch_siz", """{"value": 1}""", 404, $"Did you mean '{Key}'?");
        await RefusedAsync(HttpMethod.Put, "/paths.data_dir", """{"value": "/tmp"}""", 409, "paths.data_dir");
        await RefusedAsync(HttpMethod.Put, "/test.password", """{"value": "hidden"}""", 409, "secret");
        await RefusedAsync(HttpMethod.Patch, "", $$$"""{"values": {"{{{Key}}}": 10, "live.rate": 1000}}""", 400, "live.rate");
        await RefusedAsync(HttpMethod.Put, "/telemetry.otlp.endpoint", """{"value": "nowhere"}""", 400, "is not a URL");
        Assert.Equal(403, (await daemon.SendAsync(HttpMethod.Put, $"/api/v1/settings/{Key}", """{"value": 1}""", "http://elsewhere.example")).Status);
        Assert.Empty((await daemon.GetAsync("/api/v1/settings/history")).GetProperty("changes").EnumerateArray());
        Assert.False(File.Exists(daemon.Root.StoredSettingsFile));

        async Task RefusedAsync(HttpMethod method, string path, string body, int status, string words)
        {
            var answer = await SendAsync(daemon, method, "/api/v1/settings" + path, body);
            Assert.Equal((status, "application/problem+json"), (answer.Status, answer.Type));
            Assert.Contains(words, answer.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Several_settings_change_together_or_not_at_all()
    {
        await using var daemon = await TestDaemon.StartWithLayersAsync(new SettingsSources());
        var body = $$$"""{"values": {"{{{Key}}}": 10, "live.rate": 5, "http.port": 1234}}""";
        Assert.Equal(412, (await SendAsync(daemon, HttpMethod.Patch, "/api/v1/settings", body, "\"live-0\", \"telemetry.db_sink-3\"")).Status);
        var done = await SendAsync(daemon, HttpMethod.Patch, "/api/v1/settings", body, "\"live-0\", \"telemetry.db_sink-0\"");
        Assert.Equal(200, done.Status);
        Assert.Equal(3, done.Body.GetProperty("changes").GetArrayLength());
        Assert.Equal(1, done.Body.GetProperty("versions").GetProperty("live").GetInt32());
        var port = (await GetAsync(daemon, "http.port")).Row;
        Assert.Equal((7380, 1234), (port.GetProperty("value").GetInt32(), port.GetProperty("pending").GetInt32()));
        var unset = await SendAsync(daemon, HttpMethod.Patch, "/api/v1/settings", """{"values": {"http.port": null}}""");
        Assert.Equal(200, unset.Status);
        Assert.Equal(JsonValueKind.Null, (await GetAsync(daemon, "http.port")).Row.GetProperty("pending").ValueKind);
        var page = await daemon.GetAsync("/api/v1/settings/history?limit=3");
        Assert.Equal(3, page.GetProperty("changes").GetArrayLength());
        var rest = await daemon.GetAsync($"/api/v1/settings/history?limit=3&before={page.GetProperty("next_before").GetInt64()}");
        Assert.Equal((1, JsonValueKind.Null), (rest.GetProperty("changes").GetArrayLength(), rest.GetProperty("next_before").ValueKind));
    }

    [Fact]
    public async Task A_bad_edit_of_the_settings_file_leaves_the_old_values_and_API_live_view_and_log_say_why()
    {
        var root = TestDaemon.NewRoot();
        Directory.CreateDirectory(root.Path);
        try
        {
            await File.WriteAllTextAsync(root.SettingsFile, $$$"""{"{{{Key}}}": 10, "settings": {"reload_debounce": 1, "poll_interval": 0.1}}""", TestContext.Current.CancellationToken);
            await using var daemon = await TestDaemon.StartWithLayersAsync(new SettingsSources(), root);
            using var socket = await WatchSystemAsync(daemon);
            Assert.Equal(JsonValueKind.Null, (await NextAsync(socket)).GetProperty("problem").ValueKind);

            await File.WriteAllTextAsync(root.SettingsFile, $$$"""{"{{{Key}}}": 0, "settings": {"reload_debounce": 1, "poll_interval": 0.1}}""", TestContext.Current.CancellationToken);
            var told = await NextAsync(socket);
            Assert.Contains(Key, told.GetProperty("problem").GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal(10, (await GetAsync(daemon, Key)).Row.GetProperty("value").GetInt32());
            var problem = (await daemon.GetAsync("/api/v1/settings")).GetProperty("problem");
            Assert.Contains("1 to 65536", problem.GetProperty("errors")[0].GetProperty("sentence").GetString(), StringComparison.Ordinal);
            await Eventually.TrueAsync(async () => (await LogOfAsync(root)).Contains("the old values stay", StringComparison.Ordinal), () => "The log never said it.");

            await File.WriteAllTextAsync(root.SettingsFile, $$$"""{"{{{Key}}}": 20, "settings": {"reload_debounce": 1, "poll_interval": 0.1}}""", TestContext.Current.CancellationToken);
            var changes = new List<string?>();
            var problemGone = false;
            while (changes.Count == 0 || !problemGone)
            {
                var message = await NextAsync(socket);
                changes.AddRange(message.GetProperty("changes").EnumerateArray().Select(c => $"{c.GetProperty("via").GetString()} {c.GetProperty("old").GetString()} {c.GetProperty("new").GetString()}"));
                problemGone = message.GetProperty("problem").ValueKind == JsonValueKind.Null;
            }

            Assert.Equal(["file 10 20"], changes);
            Assert.Equal(20, (await GetAsync(daemon, Key)).Row.GetProperty("value").GetInt32());
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_leaves_the_daemon_running_with_kill_switches_on()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            await using (var daemon = await TestDaemon.StartWithLayersAsync(new SettingsSources(), root))
            {
                Assert.Equal(200, (await SendAsync(daemon, HttpMethod.Put, "/api/v1/settings/live.enabled", """{"value": false}""")).Status);
                Assert.Equal(503, (int)(await daemon.Http.SendAsync(Upgrade("/api/v1/live"), TestContext.Current.CancellationToken)).StatusCode);
            }

            using (var db = SqliteVersion.Open(root.StoredSettingsFile))
            {
                db.Set(99);
            }

            await using var next = await TestDaemon.StartWithLayersAsync(new SettingsSources(), root);
            var row = (await GetAsync(next, "live.enabled")).Row;
            Assert.True(row.GetProperty("value").GetBoolean());
            Assert.Contains("cannot be read", row.GetProperty("layers")[2].GetProperty("note").GetString(), StringComparison.Ordinal);
            Assert.Equal(503, (await SendAsync(next, HttpMethod.Put, $"/api/v1/settings/{Key}", """{"value": 1}""")).Status);
            Assert.Contains("No stored setting is in force", await LogOfAsync(root), StringComparison.Ordinal);
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    internal static async Task<(JsonElement Row, string? Tag)> GetAsync(TestDaemon daemon, string key)
    {
        var answer = await SendAsync(daemon, HttpMethod.Get, $"/api/v1/settings/{key}");
        Assert.Equal(200, answer.Status);
        return (answer.Body, answer.Tag);
    }

    internal static async Task<(int Status, JsonElement Body, string? Tag, string? Type)> SendAsync(
        TestDaemon daemon, HttpMethod method, string path, string? json = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var answer = await daemon.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone(), answer.Headers.ETag?.ToString(), answer.Content.Headers.ContentType?.MediaType);
    }

    private static HttpRequestMessage Upgrade(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        return request;
    }

    private static async Task<ClientWebSocket> WatchSystemAsync(TestDaemon daemon)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(daemon.Daemon.HttpAddress) { Scheme = "ws", Path = "/api/v1/live" }.Uri, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"watch": "system"}"""), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>The next message about settings.</summary>
    private static async Task<JsonElement> NextAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1 << 20];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await Eventually.InTimeAsync(socket.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken).AsTask(), "a message about settings");
                length += part.Count;
            }
            while (!part.EndOfMessage);
            var message = JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.Clone();
            if (message.GetProperty("type").GetString() == "settings")
            {
                return message;
            }
        }
    }

    private static async Task<string> LogOfAsync(DataRoot root)
    {
        await using var file = new FileStream(root.DaemonLogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
