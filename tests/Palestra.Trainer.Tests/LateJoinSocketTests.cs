using System.Net.WebSockets;
using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Trainer.Tests;

/// <summary>P-GAP, P-COUNT: viewers that come, go and come again while a run streams see each row once, or are told how many they did not see.</summary>
public sealed class LateJoinSocketTests
{
    private const int Episodes = 1500;
    private const int EpisodeSteps = 5;

    [Theory]
    [InlineData(1, 4, 10_000)]
    [InlineData(2, 4, 20)]
    public async Task Viewers_that_join_anywhere_in_a_run_under_load_miss_nothing_unsaid(int seed, int viewers, int rowsPerMessage)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var daemon = await TestDaemon.StartAsync(settings: [
            ("live.rate", "60"), ("live.episodes_per_message", $"{Math.Min(rowsPerMessage, 10_000)}"), ("live.logs_per_message", $"{rowsPerMessage}"),
        ]);
        await daemon.SubmitAsync("busy");
        await using var worker = daemon.Worker("busy");
        await worker.HelloAsync();
        var watching = Enumerable.Range(0, viewers).Select(i => WatchAsync(daemon, new Random((seed * 100) + i), isLate: i == 0)).ToArray();
        for (var episode = 0L; episode < Episodes; episode++)
        {
            var first = (episode * EpisodeSteps) + 1;
            await worker.StepsAsync(first, EpisodeSteps, episode, ends: true);
            await worker.EpisodeAsync(episode, first, first + EpisodeSteps - 1);
            if (episode % 10 == 0)
            {
                // As fast as the disk: the viewers read the rows of commits as they happen.
                await worker.AcknowledgedAsync(first + EpisodeSteps - 1);
            }
        }

        var skipped = 0L;
        foreach (var viewer in watching)
        {
            skipped += await viewer;
        }

        Assert.True(rowsPerMessage < Episodes == skipped > 0, $"seed {seed}: {skipped} rows were skipped with {rowsPerMessage} a message");
    }

    /// <summary>Watches until the last episode, leaving and coming back at random.</summary>
    /// <returns>How many episodes it was told it did not get.</returns>
    private static async Task<long> WatchAsync(TestDaemon daemon, Random random, bool isLate)
    {
        // The late one has more rows to catch up with than a small message holds; some ask for rows that do not exist yet.
        long lastEpisode = isLate ? 0 : random.Next(Episodes), lastLog = 0, skipped = 0;
        if (isLate)
        {
            await Eventually.TrueAsync(async () => (await daemon.RunAsync("busy")).Episodes >= 100, () => "The run never came to 100 episodes.");
        }

        while (lastEpisode < Episodes)
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(new UriBuilder(daemon.Daemon.HttpAddress) { Scheme = "ws", Path = "/api/v1/live" }.Uri, TestContext.Current.CancellationToken);
            var command = JsonSerializer.SerializeToUtf8Bytes(new { watch = "run", run_id = "busy", since_episode = lastEpisode, since_log = lastLog });
            await socket.SendAsync(command, WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
            for (var messages = random.Next(1, 12); messages > 0 && lastEpisode < Episodes; messages--)
            {
                using var message = await ReceiveAsync(socket);
                var root = message.RootElement;
                var rows = root.GetProperty("episodes").EnumerateArray().Select(e => e.GetProperty("episode").GetInt64()).ToArray();
                var missed = root.GetProperty("episodes_skipped").GetInt64();
                for (var i = 0; i < rows.Length; i++)
                {
                    Assert.Equal(lastEpisode + missed + i, rows[i]);
                }

                Assert.Equal(lastEpisode + missed + rows.Length, root.GetProperty("last_episode").GetInt64());
                var logs = root.GetProperty("logs").GetArrayLength() + root.GetProperty("logs_skipped").GetInt64();
                Assert.Equal(lastLog + logs, root.GetProperty("last_log").GetInt64());
                (lastEpisode, lastLog, skipped) = (lastEpisode + missed + rows.Length, lastLog + logs, skipped + missed);
            }

            socket.Abort();
        }

        return skipped;
    }

    private static async Task<JsonDocument> ReceiveAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16384];
        while (true)
        {
            var part = await Eventually.InTimeAsync(socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken), "a message");
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonDocument.Parse(message.ToArray());
            }
        }
    }
}
