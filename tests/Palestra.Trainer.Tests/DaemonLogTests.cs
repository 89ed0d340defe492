using Microsoft.Extensions.Logging;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Hosting;
using Palestra.Wire;
using SQLitePCL;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Tests;

/// <summary>What a person reads in daemon.log and in the log of a run.</summary>
public sealed class DaemonLogTests
{
    [Fact]
    public async Task Each_change_of_state_is_one_line_and_a_good_end_is_called_one()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            await using (var daemon = await TestDaemon.StartAsync(root: root))
            {
                await daemon.SubmitAsync("good");
                await using (var worker = daemon.Worker("good"))
                {
                    await worker.HelloAsync();
                    await worker.StepsAsync(1, 10, ends: true);
                    await worker.EpisodeAsync(0, 1, 10);
                    await worker.FinishAsync(10, 1);
                    await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
                }

                await daemon.WaitForAsync("good", "TERM");
                await Eventually.TrueAsync(
                    async () => (await LogAsync(daemon, "good")).Any(l => l.Id == "LOG_SESSION_CLOSED"), () => "The end of the session was never logged.");
                Assert.Equal(
                    ["Session closed: it ended in good order."],
                    from line in await LogAsync(daemon, "good") where line.Id == "LOG_SESSION_CLOSED" select line.Message);
            }

            var lines = await File.ReadAllLinesAsync(root.DaemonLogFile, TestContext.Current.CancellationToken);
            foreach (var state in new[] { "INIT", "HSHK", "RDY", "EXEC", "TERM" })
            {
                Assert.Single(lines, l => l.Contains($"run=good: Run good: {state}.", StringComparison.Ordinal));
            }
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public void What_may_happen_to_anyone_is_a_sentence_and_only_a_fault_of_ours_has_its_stack_on_lines_of_its_own()
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var provider = new LineLoggerProvider(TimeProvider.System, file, toStderr: false, LogLevel.Information))
            {
                var log = provider.CreateLogger("Palestra.Test");
                DaemonLog.RequestFailed(log, "GET", "/disk", Thrown(new RunFileException("No space left.", Thrown(new IOException("No space left.")))));
                DaemonLog.RequestFailed(log, "GET", "/ours", Thrown(new InvalidOperationException("Never so.")));
            }

            var lines = File.ReadAllLines(file);
            Assert.EndsWith("error Test: GET /disk failed. | No space left.", lines[0], StringComparison.Ordinal);
            Assert.EndsWith("error Test: GET /ours failed. | InvalidOperationException: Never so.", lines[1], StringComparison.Ordinal);
            Assert.All(lines[2..], l => Assert.StartsWith("    at ", l, StringComparison.Ordinal));
            Assert.True(lines.Length > 2);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_line_of_the_log_can_be_read_back_and_a_stack_is_no_line_of_its_own()
    {
        var line = new DaemonLogLine(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), LogSeverity.Warning, "Daemon", "a-run", "It waits: here.");
        Assert.Equal("2026-01-02T03:04:05.678Z warning Daemon run=a-run: It waits: here.", line.ToString());
        Assert.True(DaemonLogLine.TryParse(line.ToString(), out var read));
        Assert.Equal(line, read);
        Assert.True(DaemonLogLine.TryParse((line with { RunId = null }).ToString(), out read));
        Assert.Null(read.RunId);
        Assert.False(DaemonLogLine.TryParse("    at Palestra.Trainer.Daemon: nowhere", out _));
    }

    /// <summary>A full disk in miniature: someone else holds the write lock of the run's file.</summary>
    [Fact]
    public async Task A_disk_that_takes_nothing_and_then_goes_on_is_each_said_once_in_the_log_of_the_run()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: [("telemetry.db_sink.busy_timeout", "10")]);
        await daemon.SubmitAsync("held");
        await using var worker = daemon.Worker("held");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 10);
        await worker.AcknowledgedAsync(10);
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(daemon.Root.Run(RunId.Parse("held")).DatabaseFile, out var other));
        using (other)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(other, "BEGIN IMMEDIATE"));
            await worker.StepsAsync(11, 10);
            await Eventually.TrueAsync(
                async () => (await daemon.GetAsync("/api/v1/system")).GetProperty("runs")[0].GetProperty("durable").GetProperty("stalled_reason").ValueKind == System.Text.Json.JsonValueKind.String,
                () => "The stall was never shown.");
        }

        await worker.AcknowledgedAsync(20);
        await Eventually.TrueAsync(
            async () => (await LogAsync(daemon, "held")).Any(l => l.Id == "LOG_DB_SINK_RESUMED"), () => "It was never said that writing goes on.");
        var said = await LogAsync(daemon, "held");
        Assert.Single(said, l => l.Id == "LOG_DB_SINK_STALLED");
        Assert.Single(said, l => l.Id == "LOG_DB_SINK_RESUMED");
        var filtered = (await daemon.GetAsync("/api/v1/runs/held/logs?component=durable_path&severity=error")).GetProperty("logs");
        Assert.Equal("LOG_DB_SINK_STALLED", Assert.Single(filtered.EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_log_of_a_run_can_be_filtered_by_agent()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("spoken");
        await using var worker = daemon.Worker("spoken");
        await worker.HelloAsync();
        foreach (var agent in new[] { "agent_0", "agent_1" })
        {
            await worker.SendAsync(new Proto.WorkerMessage
            {
                Log = WireMap.ToProto(new LogRecord { TimeUs = 1, Severity = LogSeverity.Info, Id = "LOG_WORKER_STDOUT", Component = "worker", Message = agent, AgentId = agent }),
            });
        }

        await Eventually.TrueAsync(
            async () => (await LogAsync(daemon, "spoken")).Any(l => l.Message == "agent_1"), () => "The worker's log never arrived.");
        var logs = (await daemon.GetAsync("/api/v1/runs/spoken/logs?agent_id=agent_1")).GetProperty("logs").EnumerateArray();
        Assert.Equal(["agent_1"], logs.Select(l => l.GetProperty("message").GetString()));
    }

    private static async Task<(string Id, string Message)[]> LogAsync(TestDaemon daemon, string runId) =>
        [.. (await daemon.GetAsync($"/api/v1/runs/{runId}/logs")).GetProperty("logs").EnumerateArray()
            .Select(l => (l.GetProperty("id").GetString()!, l.GetProperty("message").GetString()!))];

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
