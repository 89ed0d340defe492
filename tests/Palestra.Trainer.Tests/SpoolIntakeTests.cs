using System.Diagnostics;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Tests;

/// <summary>What a worker left in its folder because there was no daemon.</summary>
public sealed class SpoolIntakeTests : IDisposable
{
    private readonly DataRoot _root = TestDaemon.NewRoot();

    private RunFolder Folder => _root.Run(RunId.Parse("left"));

    /// <summary>P-ACK, P-GAP: overlap is ignored, the rest is recorded once, the worker's own word ends the run.</summary>
    [Fact]
    public async Task A_spool_with_Finished_completes_its_run_as_its_worker_says()
    {
        await RecordAsync(steps: 500);
        Spool(
            new() { Steps = ScriptedWorker.Steps(301, 400, step: 300, ends: true) }, Episode(0, 1, 700),
            new() { Steps = ScriptedWorker.Steps(701, 300, episode: 1) }, Finished(1000, 1));

        await using var daemon = await TestDaemon.StartAsync(root: _root);
        var run = await daemon.WaitForAsync("left", "TERM", "FAULT");
        Assert.Equal(("TERM", "succeeded", "Done."), (run.Status, run.Outcome, run.Reason));
        Assert.Equal(new ObserverView(0.25, 0.5, 0.125), run.Observer);
        await Eventually.TrueAsync(() => !File.Exists(Folder.SpoolFile), () => "The spool was not deleted.");
        Assert.Equal(new ObserverView(0.25, 0.5, 0.125), (await daemon.RunAsync("left")).Observer);
        var report = RunVerifier.Verify(Folder);
        Assert.True(report.Complete, string.Join(' ', report.Problems));
        Assert.Equal((1000, 1), (report.Steps, report.Episodes));
        Assert.Contains("Took 500 steps and 1 episodes from the spool of the worker; 200 of its steps were here already", await LogAsync(daemon, LogIds.SpoolTaken));
    }

    [Fact]
    public async Task A_torn_spool_of_a_killed_worker_is_taken_in_up_to_the_tear()
    {
        await RecordAsync(steps: 500);
        Spool(Steps(501, 100), Steps(601, 100), Steps(701, 100));
        using (var file = File.OpenWrite(Folder.SpoolFile))
        {
            file.SetLength(file.Length - 7);
        }

        await using var daemon = await TestDaemon.StartAsync(root: _root);
        var run = await daemon.WaitForAsync("left", "TERM", "FAULT");
        Assert.Equal(("FAULT", "failed"), (run.Status, run.Outcome));
        Assert.Contains("200 steps were taken in from its spool", run.Reason, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => !File.Exists(Folder.SpoolFile), () => "The spool was not deleted.");
        Assert.Equal(700, RunVerifier.Verify(Folder).Steps);
    }

    [Fact]
    public async Task P_GAP_A_spool_that_skips_steps_is_refused_from_there_on_and_kept()
    {
        await RecordAsync(steps: 500);
        Spool(Steps(501, 100), Steps(701, 100), Finished(800, 0));

        await using var daemon = await TestDaemon.StartAsync(root: _root);
        var run = await daemon.WaitForAsync("left", "TERM", "FAULT");
        Assert.Equal("FAULT", run.Status);
        Assert.Contains("100 steps were taken in from its spool, the rest was refused: Steps 601 to 700", run.Reason, StringComparison.Ordinal);
        Assert.Contains(Folder.SpoolFile, await LogAsync(daemon, LogIds.SpoolRefused), StringComparison.Ordinal);
        Assert.True(File.Exists(Folder.SpoolFile));
        Assert.Equal(600, RunVerifier.Verify(Folder).Steps);
    }

    [Fact]
    public async Task Totals_that_do_not_agree_with_what_arrived_fault_the_run()
    {
        await RecordAsync(steps: 500);
        Spool(Steps(501, 100), Finished(601, 0));

        await using var daemon = await TestDaemon.StartAsync(root: _root);
        var run = await daemon.WaitForAsync("left", "TERM", "FAULT");
        Assert.Equal("FAULT", run.Status);
        Assert.Contains("but 600 and 0 were received", run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task P_ISLAND_A_file_that_is_no_spool_harms_only_its_own_run()
    {
        await RecordAsync(steps: 500);
        await File.WriteAllTextAsync(Folder.SpoolFile, "nothing of the kind", TestContext.Current.CancellationToken);

        await using var daemon = await TestDaemon.StartAsync(root: _root);
        var run = await daemon.WaitForAsync("left", "TERM", "FAULT");
        Assert.Equal("FAULT", run.Status);
        Assert.Contains("does not begin with the header of a spool", run.Reason, StringComparison.Ordinal);
        Assert.Equal(500, RunVerifier.Verify(Folder).Steps);
    }

    [Fact]
    public async Task A_worker_that_is_killed_while_it_spools_under_a_slow_daemon_loses_nothing()
    {
        await using var daemon = await TestDaemon.StartAsync(root: _root);
        await daemon.SubmitAsync("left");
        await using (var worker = daemon.Worker("left"))
        {
            await worker.HelloAsync();
            await worker.StepsAsync(1, 500);
            await worker.AcknowledgedAsync(500);
            Spool(Steps(1, 500), Steps(501, 250));
            using var process = Process.GetProcessById((await daemon.RunAsync("left")).Worker.Pid!.Value);
            process.Kill();
        }

        var run = await daemon.WaitForAsync("left", "FAULT");
        Assert.Contains("SIGKILL", run.Reason, StringComparison.Ordinal);
        Assert.Contains("250 steps were taken in from its spool", run.Reason, StringComparison.Ordinal);
        Assert.Equal(750, RunVerifier.Verify(Folder).Steps);
    }

    /// <summary>Log records have no numbers: a daemon that dies in the intake must not double what it has written.</summary>
    [Fact]
    public async Task Log_records_of_a_spool_that_are_on_disk_already_are_not_written_again()
    {
        await RecordAsync(500, Log(7, "said before"));
        Spool(Log(7, "said before"), Log(8, "new"), Log(8, "new"), Steps(501, 100));

        await using var daemon = await TestDaemon.StartAsync(root: _root);
        await daemon.WaitForAsync("left", "FAULT");
        using var reader = RunReader.Open(Folder);
        Assert.Equal(
            [(7, "said before"), (8, "new"), (8, "new")],
            reader.Logs(1000).Logs.Where(l => l.Record.Component == "test").Reverse().Select(l => ((int)l.Record.TimeUs, l.Record.Message)));
    }

    /// <summary>Never silently ignored: P-COUNT.</summary>
    [Fact]
    public async Task A_spool_beside_a_run_that_has_ended_goes_if_the_run_has_it_all_and_else_is_reported_once()
    {
        await RecordAsync(steps: 500);
        Spool(Finished(500, 0));
        await using (var daemon = await TestDaemon.StartAsync(root: _root))
        {
            await daemon.WaitForAsync("left", "TERM");
            await Eventually.TrueAsync(() => !File.Exists(Folder.SpoolFile), () => "The spool was not deleted.");
        }

        Spool(Steps(401, 100));
        await using (await TestDaemon.StartAsync(root: _root))
        {
            await Eventually.TrueAsync(() => !File.Exists(Folder.SpoolFile), () => "A spool whose steps are all in the run was not deleted.");
        }

        Spool(Steps(501, 100));
        for (var daemons = 0; daemons < 2; daemons++)
        {
            await using var daemon = await TestDaemon.StartAsync(root: _root);
            string? said = null;
            await Eventually.TrueAsync(async () => (said = await LogAsync(daemon, LogIds.SpoolRefused)) is not null, () => "The spool was never reported.");
            Assert.Contains("the run has ended with step 500 of stream agent_0/0, and the spool goes on to 600", said, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(Folder.SpoolFile));
        using var reader = RunReader.Open(Folder);
        Assert.Single(reader.Logs(1000).Logs, l => l.Record.Id == LogIds.SpoolRefused.Id);
        Assert.True(RunVerifier.Verify(Folder).Complete);
    }

    public void Dispose() => TestDaemon.Delete(_root);

    /// <summary>A run whose daemon is gone, and then its worker.</summary>
    private async Task RecordAsync(int steps, Proto.WorkerMessage? first = null)
    {
        int pid;
        await using (var daemon = await TestDaemon.StartAsync(root: _root, stopWorkers: false))
        {
            await daemon.SubmitAsync("left");
            await using var worker = daemon.Worker("left");
            await worker.HelloAsync();
            if (first is not null)
            {
                await worker.SendAsync(first);
            }

            await worker.StepsAsync(1, steps);
            await worker.AcknowledgedAsync(steps);
            await Eventually.TrueAsync(() => File.Exists(Path.Combine(Folder.Path, "worker.pid")), () => "No pid file.");
            pid = (await daemon.RunAsync("left")).Worker.Pid!.Value;
        }

        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    private void Spool(params Proto.WorkerMessage[] messages)
    {
        using var spool = SpoolWriter.Create(Folder.SpoolFile);
        foreach (var message in messages)
        {
            spool.Append(message);
        }
    }

    private static Proto.WorkerMessage Log(long timeUs, string message) => new()
    {
        Log = WireMap.ToProto(new LogRecord { TimeUs = timeUs, Severity = LogSeverity.Info, Id = "LOG_TEST", Component = "test", Message = message }),
    };

    private static Proto.WorkerMessage Steps(long first, int count) => new() { Steps = ScriptedWorker.Steps(first, count, step: (int)first - 1) };

    private static Proto.WorkerMessage Episode(long episode, long first, long last) => new()
    {
        Episode = WireMap.ToProto(new EpisodeFinalized
        {
            Stream = new StreamKey(StreamKey.DefaultAgent, 0),
            Episode = episode,
            FirstSeq = first,
            LastSeq = last,
            Return = last - first + 1,
            Terminated = true,
            Truncated = false,
            StartTimeUs = 1_000_000,
            EndTimeUs = 2_000_000,
        }),
    };

    private static Proto.WorkerMessage Finished(long lastSeq, long episodes) => new()
    {
        Finished = new Proto.Finished
        {
            Outcome = Proto.Outcome.Succeeded,
            Reason = "Done.",
            Figures = { ["observer.slow_lane_us_per_step"] = 0.25, ["observer.fast_lane_us_per_step"] = 0.5, ["observer.share"] = 0.125 },
            Totals = { new Proto.StreamTotal { AgentId = StreamKey.DefaultAgent, Slot = 0, LastSeq = (ulong)lastSeq, Episodes = (ulong)episodes } },
        },
    };

    private static async Task<string?> LogAsync(TestDaemon daemon, LogId id) =>
        (await daemon.GetAsync("/api/v1/runs/left/logs")).GetProperty("logs").EnumerateArray()
            .FirstOrDefault(l => l.GetProperty("id").GetString() == id.Id) is { ValueKind: System.Text.Json.JsonValueKind.Object } found
            ? found.GetProperty("message").GetString()
            : null;
}
