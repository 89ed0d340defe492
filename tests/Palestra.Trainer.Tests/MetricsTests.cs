using System.Globalization;
using System.Text.Json;
using Palestra.Settings;
using Palestra.Trainer.Api;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Tests;

/// <summary>P-COUNT: the figures of the system page reach every other tool as they are.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_are_strict_Prometheus_text_and_equal_the_figures_of_the_system()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("counted");
        await using var worker = daemon.Worker("counted");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 300);
        await worker.StepsAsync(201, 200);
        await worker.SendAsync(new Proto.WorkerMessage
        {
            Heartbeat = new Proto.Heartbeat { ComponentId = "worker", LastSeq = 400, Total = 400, TimeUs = 1, UnacknowledgedSteps = 7, Figures = { ["credits.available"] = 65_000 } },
        });
        await worker.AcknowledgedAsync(400);

        // What flows still moves for a moment: two looks at the system with the metrics in between must agree.
        PipelineView before, after = await RunAsync(daemon);
        PrometheusParser metrics;
        do
        {
            before = after;
            metrics = PrometheusParser.Parse(await daemon.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken));
            after = await RunAsync(daemon);
        }
        while (after.Bus.Published != before.Bus.Published || after.Durable.Commits != before.Durable.Commits || after.Worker != before.Worker || after.Durable.QueueEvents > 0);

        double Of(string name) => metrics.Samples[name + "{run_id=\"counted\"}"];
        Assert.Equal((400, 2, 100), (Of("palestra_step_received_total"), Of("palestra_batch_received_total"), Of("palestra_step_duplicate_total")));
        Assert.Equal((7, 65_000), (Of("palestra_worker_unacknowledged"), Of("palestra_credit_available")));
        Assert.Equal(after.Bus.Published, Of("palestra_bus_published_total"));
        Assert.Equal(after.Credits.WindowSteps, Of("palestra_credit_window"));
        Assert.Equal(after.Durable.CommittedSteps, Of("palestra_durable_committed_total"));
        Assert.Equal(after.Durable.BytesWritten, Of("palestra_durable_written_bytes_total"));
        Assert.Equal(after.Durable.Commits, Of("palestra_durable_commits_total"));
        Assert.Equal(after.Durable.Commits, Of("palestra_durable_commit_duration_seconds_count"));
        Assert.Equal(after.Durable.CommitDuration.SumSeconds, Of("palestra_durable_commit_duration_seconds_sum"));
        Assert.Equal(after.Durable.Commits, after.Durable.CommitDuration.Buckets.Sum(b => b.Count));
        long within = 0;
        foreach (var bucket in after.Durable.CommitDuration.Buckets)
        {
            within += bucket.Count;
            var bound = bucket.UpToSeconds?.ToString("R", CultureInfo.InvariantCulture) ?? "+Inf";
            Assert.Equal(within, metrics.Samples[$"palestra_durable_commit_duration_seconds_bucket{{run_id=\"counted\",le=\"{bound}\"}}"]);
        }

        Assert.Equal((1, 1), (Of("palestra_link_connected"), Of("palestra_worker_alive")));
        foreach (var subscriber in after.Subscribers)
        {
            var labels = $"{{run_id=\"counted\",subscriber=\"{subscriber.Name}\"}}";
            Assert.Equal(
                (subscriber.Policy.Capacity, subscriber.Lag, subscriber.Dropped),
                (metrics.Samples["palestra_subscriber_capacity" + labels], metrics.Samples["palestra_subscriber_lag" + labels], metrics.Samples["palestra_subscriber_dropped_total" + labels]));
        }

        Assert.Equal("histogram", metrics.Types["palestra_durable_commit_duration_seconds"]);
        Assert.Equal(1, metrics.Samples["palestra_run_active"]);
    }

    [Fact]
    public async Task A_run_that_has_ended_leaves_no_series_behind()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("gone");
        await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/gone/stop", "{}");
        await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/gone/stop", "{}");
        await Eventually.TrueAsync(
            async () => (await daemon.GetAsync("/api/v1/system")).GetProperty("runs").GetArrayLength() == 0, () => "The run never ended.");

        var metrics = await daemon.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("gone", metrics, StringComparison.Ordinal);
        Assert.Equal(0, PrometheusParser.Parse(metrics).Samples["palestra_run_active"]);
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_collector_gets_the_same_instruments_over_OTLP(string protocol)
    {
        await using var collector = await OtlpReceiver.StartAsync(protocol == "grpc");
        await using var daemon = await TestDaemon.StartAsync(
            settings: [("telemetry.otlp.endpoint", collector.Address.ToString()), ("telemetry.otlp.protocol", protocol), ("telemetry.otlp.interval", "0.05")]);
        await daemon.SubmitAsync("exported");
        await using var worker = daemon.Worker("exported");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 250);
        await worker.AcknowledgedAsync(250);

        double Of(string series) => collector.Series.GetValueOrDefault(series, -1);
        await Eventually.TrueAsync(
            () => Of("palestra.durable.committed[{step}]{run.id=exported}") == 250
                && Of("palestra.durable.commit.duration[s]{run.id=exported}") > 0
                && Of("palestra.link.connected[]{run.id=exported}") == 1
                && Of("palestra.subscriber.lag[{event}]{run.id=exported,subscriber=live}") == 0,
            () => $"The collector has only: {string.Join(' ', collector.Series.Where(s => s.Key.Contains("exported", StringComparison.Ordinal)))}");
    }

    [Fact]
    public async Task A_collector_that_is_not_a_URL_is_refused_and_one_that_is_away_costs_nothing()
    {
        var refusal = Assert.Throws<SettingsException>(() => TestDaemon.Settings(("telemetry.otlp.endpoint", "nowhere")));
        Assert.Contains("telemetry.otlp.endpoint = 'nowhere'", refusal.Message, StringComparison.Ordinal);

        await using var daemon = await TestDaemon.StartAsync(
            settings: [("telemetry.otlp.endpoint", "http://127.0.0.1:1"), ("telemetry.otlp.interval", "0.05")]);
        Assert.Equal("ok", (await daemon.GetAsync("/healthz")).GetProperty("status").GetString());
    }

    private static async Task<PipelineView> RunAsync(TestDaemon daemon) =>
        (await daemon.GetAsync("/api/v1/system")).GetProperty("runs")[0].Deserialize<PipelineView>(ApiJson.Options)!;
}
