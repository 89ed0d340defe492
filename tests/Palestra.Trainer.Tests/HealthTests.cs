using System.Text.Json;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Tests;

/// <summary>Worker, link and storage are three facts; components of the daemon say how far they are.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Worker_link_and_storage_are_told_apart()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: [("telemetry.heartbeat_interval", "0.05")]);
        await daemon.SubmitAsync("well");
        await daemon.WaitForAsync("well", "HSHK");
        var before = await RunAsync(daemon, r => r.Health.Worker.Alive, "a live worker");
        Assert.Equal((false, true), (before.Health.Link.Alive, before.Health.Storage.Alive));

        PipelineView during;
        await using (var worker = daemon.Worker("well"))
        {
            await worker.HelloAsync();
            await worker.StepsAsync(1, 30);
            await worker.AcknowledgedAsync(30);
            during = await RunAsync(daemon, r => r.Heartbeats.Any(h => h.Component == "durable_path" && h.Total == 30), "a heartbeat of the durable path");
            Assert.Contains(during.Heartbeats, h => h.Component == "live" && h.Dropped == 0 && !h.Stalled);
        }

        var after = await RunAsync(daemon, r => !r.Health.Link.Alive, "a lost link");
        Assert.Equal((true, true), (after.Health.Worker.Alive, after.Health.Storage.Alive));
        Assert.Equal(before.Health.Worker.SinceUs, after.Health.Worker.SinceUs);
        Assert.True(after.Health.Link.SinceUs >= before.Health.Link.SinceUs);
    }

    private static async Task<PipelineView> RunAsync(TestDaemon daemon, Func<PipelineView, bool> wanted, string what)
    {
        PipelineView? run = null;
        await Eventually.TrueAsync(
            async () => wanted(run = (await daemon.GetAsync("/api/v1/system")).GetProperty("runs")[0].Deserialize<PipelineView>(ApiJson.Options)!),
            () => $"There never was {what}; there is {run?.Health} {string.Join(' ', run?.Heartbeats ?? [])}");
        return run!;
    }
}
