using System.Diagnostics;
using Palestra.Storage;
using Palestra.Telemetry;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Tests;

/// <summary>Workers that start, fail, hang, die and are stopped.</summary>
public sealed class LifecycleTests
{
    private static string[] Script(string script) => ["/bin/sh", "-c", script, "worker"];

    [Fact]
    public async Task A_worker_that_ends_too_early_faults_its_run_with_the_tail_of_its_stderr()
    {
        await using var daemon = await TestDaemon.StartAsync(Script("echo on the way; echo first >&2; echo 'no such thing: 42' >&2; exit 3"));
        await daemon.SubmitAsync("early");
        var run = await daemon.WaitForAsync("early", "FAULT");
        Assert.Equal("failed", run.Outcome);
        Assert.Contains("exit code 3", run.Reason, StringComparison.Ordinal);
        Assert.Contains("before it said hello", run.Reason, StringComparison.Ordinal);
        Assert.Contains("no such thing: 42", run.Reason, StringComparison.Ordinal);

        var logs = (await daemon.GetAsync("/api/v1/runs/early/logs")).GetProperty("logs").EnumerateArray()
            .Select(l => (l.GetProperty("id").GetString(), l.GetProperty("message").GetString())).ToArray();
        Assert.Contains(("LOG_WORKER_STDOUT", "on the way"), logs);
        Assert.Contains(("LOG_WORKER_STDERR", "first"), logs);
        Assert.Contains(("LOG_WORKER_STDERR", "no such thing: 42"), logs);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_faults_the_run_and_says_so()
    {
        await using var daemon = await TestDaemon.StartAsync(["/nowhere/to/be-found"]);
        await daemon.SubmitAsync("missing");
        var run = await daemon.WaitForAsync("missing", "FAULT");
        Assert.Contains("exit code 127", run.Reason, StringComparison.Ordinal);
        Assert.Contains("be-found", run.Reason, StringComparison.Ordinal);
    }

    /// <summary>P-ACK: what a killed worker had acknowledged stays, and the run says how it ended.</summary>
    [Fact]
    public async Task A_killed_worker_faults_its_run_and_what_was_acknowledged_is_there()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("killed");
        await using (var worker = daemon.Worker("killed"))
        {
            await worker.HelloAsync();
            await worker.StepsAsync(1, 500);
            await worker.AcknowledgedAsync(500);
            using var process = Process.GetProcessById((await daemon.RunAsync("killed")).Worker.Pid!.Value);
            process.Kill();
        }

        var run = await daemon.WaitForAsync("killed", "FAULT");
        Assert.Contains("SIGKILL", run.Reason, StringComparison.Ordinal);
        Assert.Equal(500, run.Steps);
        Assert.Equal(500, RunVerifier.Verify(daemon.Root.Run(RunId.Parse("killed"))).Steps);
    }

    /// <summary>P-CALM: a lost link is no fault while the process lives.</summary>
    [Fact]
    public async Task A_lost_link_is_shown_and_waits_for_the_worker()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("unplugged");
        await using (var worker = daemon.Worker("unplugged"))
        {
            await worker.HelloAsync();
            await worker.StepsAsync(1, 5);
            await worker.AcknowledgedAsync(5);
        }

        await Eventually.TrueAsync(
            async () => !(await daemon.GetAsync("/api/v1/system")).GetProperty("runs")[0].GetProperty("link").GetProperty("connected").GetBoolean(),
            () => "The lost link was never shown.");
        Assert.Equal("EXEC", (await daemon.RunAsync("unplugged")).Status);
    }

    [Fact]
    public async Task A_worker_that_does_not_obey_a_stop_is_killed_and_the_run_is_cancelled()
    {
        await using var daemon = await TestDaemon.StartAsync(Script("trap '' TERM; while true; do sleep 1; done"));
        await daemon.SubmitAsync("stubborn");
        await daemon.WaitForAsync("stubborn", "HSHK");
        Assert.Equal(202, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/stubborn/stop", """{"reason": "Enough."}""")).Status);
        var run = await daemon.WaitForAsync("stubborn", "TERM");
        Assert.Equal("cancelled", run.Outcome);
        Assert.StartsWith("Enough; the worker ended by SIGKILL", run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_obeys_a_stop_is_asked_over_its_session()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: ("trainer.stop_grace", "60"));
        await daemon.SubmitAsync("polite");
        await using var worker = daemon.Worker("polite");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 7);
        Assert.Equal(202, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/polite/stop")).Status);
        await worker.HearAsync(m => m.Stop is not null, "Stop");
        await worker.FinishAsync(7, 0, Proto.Outcome.Cancelled, "Stopped as asked.");
        await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
        var run = await daemon.RunAsync("polite");
        Assert.Equal(("TERM", "cancelled", "Stopped as asked."), (run.Status, run.Outcome, run.Reason));

        // The sleeping process is left; a second stop is a conflict, not a surprise.
        Assert.Equal(409, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/polite/stop")).Status);
        Process.GetProcessById(run.Worker.Pid!.Value).Kill();
    }

    [Fact]
    public async Task A_telemetry_mode_is_told_to_the_worker_now_and_at_its_next_session()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("switched");
        await using (var worker = daemon.Worker("switched"))
        {
            Assert.Equal(Proto.TelemetryMode.Unspecified, (await worker.HelloAsync()).TelemetryMode);
            var (status, body, _) = await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/switched/mode", """{"telemetry_mode": "fast-lane-only"}""");
            Assert.Equal((202, "fast-lane-only"), (status, body.GetProperty("telemetry_mode").GetString()));
            await worker.HearAsync(m => m.SetMode?.Mode == Proto.TelemetryMode.FastLaneOnly, "SetMode");
        }

        Assert.Equal(400, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/switched/mode", """{"telemetry_mode": "fast"}""")).Status);
        Assert.Equal(400, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/switched/mode")).Status);
        await using var again = daemon.Worker("switched");
        Assert.Equal(Proto.TelemetryMode.FastLaneOnly, (await again.HelloAsync()).TelemetryMode);
    }

    [Fact]
    public async Task A_mode_and_rate_that_were_switched_are_those_of_the_list_of_the_run_and_of_its_folder_also_after_its_end()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("switched", ("rate_hz", 3));
        await using (var worker = daemon.Worker("switched"))
        {
            await worker.HelloAsync();
            await worker.StepsAsync(1, 5);
            await daemon.WaitForAsync("switched", "EXEC");
            await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/switched/mode", """{"telemetry_mode": "durable-only"}""");
            await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/switched/rate", """{"rate_hz": 12.5}""");
            await AssertPresentAsync();

            // The end follows at once: nobody has had time to look at it.
            await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/switched/mode", """{"telemetry_mode": "fast-lane-only"}""");
            await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/switched/mode", """{"telemetry_mode": "durable-only"}""");
            await worker.FinishAsync(5, 0);
            await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
            await AssertPresentAsync();
        }

        await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/switched/stop");
        await Eventually.TrueAsync(
            async () => (await daemon.GetAsync("/api/v1/system")).GetProperty("runs").GetArrayLength() == 0, () => "The run was never let go.");
        await AssertPresentAsync();
        Assert.Equal(TelemetryMode.DurableOnly, RunScan.RowOf(daemon.Root.Run(RunId.Parse("switched"))).TelemetryMode);

        async Task AssertPresentAsync()
        {
            var run = await daemon.RunAsync("switched");
            Assert.Equal(("durable-only", 12.5), (run.TelemetryMode, run.RateHz));
            var row = (await daemon.GetAsync("/api/v1/runs")).GetProperty("runs")[0];
            Assert.Equal("durable-only", row.GetProperty("telemetry_mode").GetString());
        }
    }

    [Fact]
    public async Task A_run_of_which_nothing_is_recorded_is_executing_once_its_worker_says_that_it_steps()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("unseen", ("telemetry_mode", "fast-lane-only"));
        await using var worker = daemon.Worker("unseen");
        await worker.HelloAsync();
        await worker.SendAsync(Beat(0));
        await daemon.WaitForAsync("unseen", "RDY");
        await worker.SendAsync(Beat(1));
        var run = await daemon.WaitForAsync("unseen", "EXEC");
        Assert.NotNull(run.StartedUs);

        Assert.Equal(202, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/unseen/pause")).Status);
        await worker.HearAsync(m => m.Pause is not null, "Pause");
        await worker.SendAsync(new Proto.WorkerMessage { State = new Proto.StateReport { Paused = true } });
        await daemon.WaitForAsync("unseen", "PAUSE");

        // A heartbeat on the way does not wake it up.
        await worker.SendAsync(Beat(2));
        await worker.SendAsync(new Proto.WorkerMessage { State = new Proto.StateReport { Paused = false } });
        await daemon.WaitForAsync("unseen", "EXEC");
        await worker.SendAsync(new Proto.WorkerMessage { Finished = new Proto.Finished { Outcome = Proto.Outcome.Succeeded, Reason = "Done." } });
        await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
        Assert.Equal("succeeded", (await daemon.WaitForAsync("unseen", "TERM")).Outcome);
        var states = (await daemon.GetAsync("/api/v1/runs/unseen/states")).GetProperty("states").EnumerateArray().Select(s => s.GetProperty("to").GetString());
        Assert.Equal(["INIT", "HSHK", "RDY", "EXEC", "PAUSE", "EXEC", "TERM"], states);

        static Proto.WorkerMessage Beat(ulong unrecorded) => new()
        {
            Heartbeat = new Proto.Heartbeat { ComponentId = "worker", Total = unrecorded, TimeUs = 1, Figures = { ["unrecorded.steps"] = unrecorded } },
        };
    }

    [Fact]
    public async Task Runs_wait_for_a_place_in_the_order_of_their_submission()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: ("trainer.max_running", "1"));
        await daemon.SubmitAsync("one");
        await daemon.SubmitAsync("two");
        await daemon.SubmitAsync("three");
        await daemon.WaitForAsync("one", "HSHK");
        var waiting = await daemon.RunAsync("three");
        Assert.Equal("INIT", waiting.Status);
        Assert.Contains("trainer.max_running", waiting.Reason, StringComparison.Ordinal);

        await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/three/stop");
        Assert.Equal("cancelled", (await daemon.WaitForAsync("three", "TERM")).Outcome);
        await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/one/stop");
        await daemon.WaitForAsync("one", "TERM");
        await daemon.WaitForAsync("two", "HSHK");
    }

    [Fact]
    public async Task After_a_restart_no_more_run_than_may_and_those_that_wait_keep_their_order()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            // Named so that the order of names is the wrong one.
            await using (var first = await TestDaemon.StartAsync(root: root, stopWorkers: false, settings: ("trainer.max_running", "1")))
            {
                await first.SubmitAsync("c-first");
                await first.SubmitAsync("b-second");
                await first.SubmitAsync("a-third");
                await first.WaitForAsync("c-first", "HSHK");
                await Eventually.TrueAsync(() => File.Exists(Path.Combine(root.Run(RunId.Parse("c-first")).Path, "worker.pid")), () => "No pid file.");
            }

            await using var next = await TestDaemon.StartAsync(root: root, settings: ("trainer.max_running", "1"));
            await next.WaitForAsync("c-first", "HSHK");
            Assert.Contains("1 is before it", (await next.WaitForAsync("a-third", "INIT")).Reason, StringComparison.Ordinal);
            Assert.Contains("it is the next", (await next.WaitForAsync("b-second", "INIT")).Reason, StringComparison.Ordinal);
            await next.SendAsync(HttpMethod.Post, "/api/v1/runs/c-first/stop");
            await next.WaitForAsync("b-second", "HSHK");
            Assert.Equal("INIT", (await next.RunAsync("a-third")).Status);
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public async Task A_run_can_be_removed_only_after_its_end()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("gone");
        var refused = await daemon.SendAsync(HttpMethod.Delete, "/api/v1/runs/gone");
        Assert.Equal((409, "application/problem+json"), (refused.Status, refused.ContentType));
        await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/gone/stop");
        await daemon.WaitForAsync("gone", "TERM");
        Assert.Equal(204, (await daemon.SendAsync(HttpMethod.Delete, "/api/v1/runs/gone")).Status);
        Assert.Equal(404, (await daemon.SendAsync(HttpMethod.Get, "/api/v1/runs/gone")).Status);
        Assert.False(Directory.Exists(daemon.Root.Run(RunId.Parse("gone")).Path));
    }

    [Fact]
    public async Task A_worker_that_died_while_there_was_no_daemon_faults_its_run_when_one_comes()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            int pid;
            await using (var daemon = await TestDaemon.StartAsync(root: root, stopWorkers: false))
            {
                await daemon.SubmitAsync("orphan");
                await daemon.WaitForAsync("orphan", "HSHK");
                await Eventually.TrueAsync(async () => (await daemon.RunAsync("orphan")).Worker.Alive, () => "The worker never started.");
                pid = (await daemon.RunAsync("orphan")).Worker.Pid!.Value;
                await Eventually.TrueAsync(() => File.Exists(Path.Combine(root.Run(RunId.Parse("orphan")).Path, "worker.pid")), () => "No pid file.");
            }

            using (var process = Process.GetProcessById(pid))
            {
                Assert.False(process.HasExited, "The worker did not outlive its daemon.");
                process.Kill();
            }

            await using var next = await TestDaemon.StartAsync(root: root);
            var run = await next.WaitForAsync("orphan", "FAULT");
            Assert.Contains("was gone when the daemon came back", run.Reason, StringComparison.Ordinal);
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public async Task Output_of_a_worker_that_outlived_its_daemon_is_in_the_log_once()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            var worker = Script("echo before; while [ ! -e go ]; do sleep 0.05; done; echo after; exec sleep 600");
            await using (var daemon = await TestDaemon.StartAsync(worker, root, stopWorkers: false))
            {
                await daemon.SubmitAsync("chatty");
                await Eventually.TrueAsync(async () => (await StdoutAsync(daemon)).Contains("before"), () => "The first line never came.");
            }

            await File.WriteAllTextAsync(Path.Combine(root.Run(RunId.Parse("chatty")).Path, "go"), "", TestContext.Current.CancellationToken);
            await using var next = await TestDaemon.StartAsync(worker, root);
            await Eventually.TrueAsync(async () => (await StdoutAsync(next)).Contains("after"), () => "The second line never came.");
            Assert.Equal("after, before", string.Join(", ", await StdoutAsync(next)));
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    private static async Task<string?[]> StdoutAsync(TestDaemon daemon) =>
        [.. (await daemon.GetAsync("/api/v1/runs/chatty/logs?component=worker")).GetProperty("logs").EnumerateArray()
            .Where(l => l.GetProperty("id").GetString() == "LOG_WORKER_STDOUT").Select(l => l.GetProperty("message").GetString())];
}
