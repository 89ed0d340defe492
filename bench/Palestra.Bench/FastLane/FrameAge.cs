using System.Net.Http.Json;
using System.Net.WebSockets;
using Palestra.FastLane;
using Palestra.Storage;
using Palestra.Trainer;
using Palestra.Trainer.Api;

namespace Palestra.Bench;

/// <summary>
/// How old frames are when the daemon reads them: a real worker renders and publishes at full rate, a viewer watches it
/// through the daemon, and the daemon says the age of each frame it handed out.
/// </summary>
internal static class FrameAge
{
    private const double StepsPerSecond = 1000;
    private const int WarmUpFrames = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<BenchResult>> RunAsync(BenchOptions options)
    {
        var poll = options.Settings.Get<FastLaneSettings>().PollInterval.TotalMilliseconds;
        (string Name, double Share)[] shares = [("p50", 0.5), ("p99", 0.99)];
        var rows = shares.Select(share => new Comparison(
            $"fastlane.age_{share.Name}_ms", "ms", Better.Lower, "looking only every fast_lane.poll_interval: a frame may wait that long")).ToArray();
        BenchTrainer.Register();
        await using var daemon = await BenchDaemon.StartAsync(options, "frames", publishFrames: true).ConfigureAwait(false);
        var id = await daemon.StartRunAsync(new RunRequest
        {
            EnvId = "FrozenLake8x8-v1",
            Algorithm = BenchTrainer.Id,
            Seed = 7,
            RateHz = StepsPerSecond,
            TelemetryMode = TelemetryMode.DualPath,
        }).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(Patience, options.Clock);
        using var viewer = new ClientWebSocket();
        await viewer.ConnectAsync(new UriBuilder(daemon.HttpAddress) { Scheme = "ws", Path = $"/api/v1/runs/{id}/frames" }.Uri, patience.Token)
            .ConfigureAwait(false);
        await AgesAsync(viewer, daemon, WarmUpFrames, patience.Token).ConfigureAwait(false);
        for (var round = 1; round <= options.Rounds; round++)
        {
            options.Progress.WriteLine($"fastlane.age: round {round} of {options.Rounds}");
            var ages = await AgesAsync(viewer, daemon, options.Sizes.AgeFrames, patience.Token).ConfigureAwait(false);
            foreach (var (row, share) in rows.Zip(shares))
            {
                row.Add(Percentiles.Of(ages, share.Share), poll);
            }
        }

        viewer.Abort();
        return [rows[0].Build(), rows[1].Build("below 5 ms", (value, _) => value < 5)];
    }

    /// <returns>Milliseconds, ascending.</returns>
    private static async Task<double[]> AgesAsync(ClientWebSocket viewer, BenchDaemon daemon, int frames, CancellationToken patience)
    {
        using var http = new HttpClient { BaseAddress = daemon.HttpAddress };
        var buffer = new byte[1 << 20];
        var ages = new List<double>(frames);
        var last = -1L;
        while (ages.Count < frames)
        {
            var number = await FrameAsync(viewer, buffer, patience).ConfigureAwait(false);
            BenchFailedException.Unless(number > last, $"Frame {number} came after frame {last}.");
            last = number;
            var system = await http.GetFromJsonAsync<SystemView>(new Uri("/api/v1/system", UriKind.Relative), ApiJson.Options, patience).ConfigureAwait(false);
            if (system!.Runs.Single().FastLane?.AgeMs is { } age)
            {
                ages.Add(age);
            }
        }

        return [.. ages.Order()];
    }

    /// <returns>The number of the frame (docs/api.md).</returns>
    private static async Task<long> FrameAsync(ClientWebSocket viewer, byte[] buffer, CancellationToken patience)
    {
        const int NumberAt = 24;
        var length = 0;
        while (true)
        {
            var part = await viewer.ReceiveAsync(buffer.AsMemory(length), patience).ConfigureAwait(false);
            BenchFailedException.Unless(part.MessageType == WebSocketMessageType.Binary, $"The frames ended: {viewer.CloseStatusDescription}");
            length += part.Count;
            if (part.EndOfMessage)
            {
                BenchFailedException.Unless(buffer.AsSpan(0, 4).SequenceEqual("PFRM"u8), $"A message of {length} bytes is no frame.");
                return BitConverter.ToInt64(buffer, NumberAt);
            }
        }
    }
}
