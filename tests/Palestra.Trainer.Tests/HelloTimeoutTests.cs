using System.Diagnostics;
using Palestra.Telemetry;

namespace Palestra.Trainer.Tests;

/// <summary>A worker process that lives and never says hello.</summary>
public sealed class HelloTimeoutTests
{
    private static readonly (string Key, string Value) Short = ("trainer.hello_timeout", "0.3");

    [Fact]
    public async Task A_worker_that_lives_but_never_says_hello_faults_its_run_with_its_last_words_and_is_ended()
    {
        await using var daemon = await TestDaemon.StartAsync(
            ["/bin/sh", "-c", "echo 'loading the world' >&2; exec /bin/sleep 600", "worker"], settings: [Short, ("trainer.max_running", "1")]);
        await daemon.SubmitAsync("mute");
        var run = await daemon.WaitForAsync("mute", "FAULT");
        Assert.Equal("failed", run.Outcome);
        Assert.StartsWith("Handshake: the worker (pid ", run.Reason, StringComparison.Ordinal);
        Assert.Contains("trainer.hello_timeout", run.Reason, StringComparison.Ordinal);
        Assert.EndsWith("Its last words: loading the world", run.Reason, StringComparison.Ordinal);

        // Its place is free again, once the process is gone.
        await daemon.SubmitAsync("next");
        await daemon.WaitForAsync("next", "HSHK", "FAULT");
        Assert.False(IsAlive(run.Worker.Pid!.Value));
    }

    [Fact]
    public async Task A_hello_in_time_is_all_that_is_asked_however_quiet_the_worker_is_afterwards()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: Short);
        await daemon.SubmitAsync("quiet");
        await using (var worker = daemon.Worker("quiet"))
        {
            await worker.HelloAsync();
        }

        // A second run without a hello is the clock of this test: when it is over, the first had its time as well.
        await daemon.SubmitAsync("clock");
        await daemon.WaitForAsync("clock", "FAULT");
        Assert.Equal("RDY", (await daemon.RunAsync("quiet")).Status);
    }

    [Fact]
    public async Task A_process_that_never_comes_to_its_command_is_told_apart_from_a_mute_worker()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: [Short, ("trainer.max_running", "1")]);
        await daemon.SubmitAsync("first");
        await daemon.SubmitAsync("unborn");

        // Nobody reads this pipe, so the launcher's shell waits at its first write: the command never begins.
        using (var mkfifo = Process.Start("mkfifo", Path.Combine(daemon.Root.Run(RunId.Parse("unborn")).Path, "worker.pid.new")))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var run = await daemon.WaitForAsync("unborn", "FAULT");
        Assert.StartsWith("Spawn: the process (pid ", run.Reason, StringComparison.Ordinal);
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
