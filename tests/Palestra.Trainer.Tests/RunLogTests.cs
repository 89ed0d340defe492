using System.Text.Json;
using Palestra.Telemetry;
using Palestra.Wire;
using SQLitePCL;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Tests;

/// <summary>P-COUNT: what goes wrong between worker and disk is in the log of the run, by id.</summary>
public sealed class RunLogTests
{
    private static readonly (string, string) QuickHeartbeat = ("telemetry.heartbeat_interval", "0.05");

    [Fact]
    public async Task A_gap_and_steps_that_come_twice_are_said_with_their_exact_numbers()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: QuickHeartbeat);
        await daemon.SubmitAsync("said");
        await using var worker = daemon.Worker("said");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 100);
        await worker.StepsAsync(61, 40);
        await SaidAsync(daemon, LogIds.DbSinkDuplicate, "Ignored 40 steps of agent_0/0 that are here already.");

        await worker.StepsAsync(151, 10);
        await SaidAsync(daemon, LogIds.DbSinkGap, "Stream agent_0/0 lacks steps 101 to 150.");
    }

    [Fact]
    public async Task A_stream_whose_credit_runs_out_while_the_disk_stands_still_is_starved_once_and_restored_once()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: [QuickHeartbeat, ("telemetry.credits.initial", "8192")]);
        await daemon.SubmitAsync("said");
        await using var worker = daemon.Worker("said");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 100);
        await worker.AcknowledgedAsync(100);

        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(daemon.Root.Run(RunId.Parse("said")).DatabaseFile, out var file));
        using (file)
        {
            await Eventually.TrueAsync(() => raw.sqlite3_exec(file, "BEGIN IMMEDIATE") == raw.SQLITE_OK, () => "The run file could not be locked.");
            for (var first = 101; first < 5101; first += 500)
            {
                await worker.StepsAsync(first, 500, step: first - 1);
            }

            await Eventually.TrueAsync(
                async () => (await daemon.GetAsync("/api/v1/system")).GetProperty("runs")[0].GetProperty("link").GetProperty("received_steps").GetInt64() == 5100,
                () => "The steps never arrived.");
            await Eventually.TrueAsync(
                async () => (await daemon.GetAsync("/api/v1/system")).GetProperty("runs")[0].GetProperty("durable").GetProperty("stalled_reason").ValueKind == JsonValueKind.String,
                () => "The stall was never shown.");
            raw.sqlite3_exec(file, "ROLLBACK");
        }

        // How many exactly depends on when the daemon looked.
        await SaidAsync(daemon, LogIds.CreditsStarved, "Stream agent_0/0 has ");
        await SaidAsync(daemon, LogIds.CreditsRestored, "Stream agent_0/0 has ");
    }

    [Fact]
    public async Task A_worker_that_is_silent_is_stalled_until_it_speaks_and_lost_when_its_session_is_gone()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: QuickHeartbeat);
        await daemon.SubmitAsync("said");
        await using (var worker = daemon.Worker("said"))
        {
            await worker.HelloAsync();
            await SaidAsync(daemon, LogIds.HeartbeatStalled, "worker has been silent for ");
            await worker.StepsAsync(1, 10);
            await SaidAsync(daemon, LogIds.HeartbeatResumed, "worker is back after ");
            Assert.DoesNotContain(await LogAsync(daemon), l => l.Id == LogIds.WorkerLost.Id);
        }

        await SaidAsync(daemon, LogIds.WorkerLost, "No sign of life from the worker for ");
        Assert.Single(await LogAsync(daemon), l => l.Id == LogIds.WorkerLost.Id);
    }

    [Fact]
    public async Task Commits_and_subscribers_are_in_the_daemons_own_log_and_never_in_the_runs_file()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: QuickHeartbeat);
        await daemon.SubmitAsync("said");
        await using var worker = daemon.Worker("said");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 10);
        await worker.AcknowledgedAsync(10);

        var log = "";
        await Eventually.TrueAsync(
            async () =>
            {
                await using var file = new FileStream(daemon.Root.DaemonLogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var reader = new StreamReader(file);
                log = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
                return log.Contains("LOG_DB_SINK_COMMIT run said: Committed 10 steps", StringComparison.Ordinal)
                    && log.Contains("LOG_RUNBUS_SUBSCRIBED run said: Subscriber durable_path joined", StringComparison.Ordinal);
            },
            () => $"daemon.log says only: {log}");
        Assert.DoesNotContain(await LogAsync(daemon), l => l.Id == LogIds.DbSinkCommit.Id || l.Id == LogIds.RunBusSubscribed.Id);
    }

    [Fact]
    public async Task A_stream_beyond_the_most_a_run_may_have_ends_its_session_with_a_sentence()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: ("trainer.max_streams", "2"));
        await daemon.SubmitAsync("said");
        await using var worker = daemon.Worker("said");
        await worker.HelloAsync();
        foreach (var agent in new[] { "agent_0", "agent_1", "agent_0", "agent_2" })
        {
            var steps = ScriptedWorker.Steps(1, 5);
            steps.AgentId = agent;
            await worker.SendAsync(new Proto.WorkerMessage { Steps = steps });
        }

        var status = await worker.EndAsync();
        Assert.Equal(GrpcStatusCode.InvalidArgument, status.Code);
        Assert.Contains("Stream agent_2/0 is one too many: a run may have 2 streams (trainer.max_streams).", status.Detail, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await daemon.RunAsync("said")).Streams.Count == 2, () => "The streams it may have were not recorded.");
    }

    private static async Task SaidAsync(TestDaemon daemon, LogId id, string part)
    {
        (string Id, string Message)[] log = [];
        await Eventually.TrueAsync(
            async () => (log = await LogAsync(daemon)).Any(l => l.Id == id.Id && l.Message.Contains(part, StringComparison.Ordinal)),
            () => $"{id}: '{part}' was never said; the log is: {string.Join(" | ", log)}");
    }

    private static async Task<(string Id, string Message)[]> LogAsync(TestDaemon daemon) =>
        [.. from line in (await daemon.GetAsync("/api/v1/runs/said/logs?limit=1000")).GetProperty("logs").EnumerateArray()
            select (line.GetProperty("id").GetString()!, line.GetProperty("message").GetString()!)];
}
