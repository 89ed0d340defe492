using System.Text.Json;

namespace Palestra.EndToEnd.Tests;

/// <summary>Real processes, really killed.</summary>
public sealed class SurvivalTests
{
    private static readonly string[] PacedRun = Paced(12_000);

    /// <summary>Never ends by itself while a test watches, however slow the machine.</summary>
    private static readonly string[] EndlessRun = Paced(30_000_000);

    [Fact]
    public async Task P_ACK_P_CALM_A_run_survives_kill_9_of_its_daemon_and_ends_complete_under_the_next_one()
    {
        using var shell = new Shell();
        using var first = shell.Up();
        var run = Task.Run(() => shell.Palestra(PacedRun));
        var before = await shell.UntilRunAsync("paced", "recording", Recording);

        first.Kill();
        var left = shell.Show("paced");
        Assert.True(Steps(left) >= Steps(before), "Steps that were acknowledged are gone.");

        using var second = shell.Up();
        var summary = (await run).Succeeds().Json();

        Assert.Equal("succeeded", summary.GetProperty("outcome").GetString());
        Assert.Equal(12_000, Steps(summary));
        var receipt = shell.Palestra("verify", "paced", "--json").Succeeds().Json();
        Assert.True(receipt.GetProperty("complete").GetBoolean());
        Assert.Equal(12_000, Steps(receipt));

        // What was recorded across the kill is what an undisturbed run records.
        shell.Palestra("run", "FrozenLake-v1", "--algo", "q-learning", "--steps", "12000", "--seed", "11", "--run-id", "undisturbed").Succeeds();
        Assert.Equal(Sha256(shell, "undisturbed"), Sha256(shell, "paced"));
    }

    [Fact]
    public void P_ACK_P_GAP_A_burst_through_the_smallest_queues_there_are_arrives_whole()
    {
        // The original cut 20,000 steps to what one of its queues held.
        using var shell = new Shell();
        string[] burst = ["run", "FrozenLake-v1", "--algo", "q-learning", "--steps", "20000", "--seed", "11", "--run-id"];
        shell.Palestra(
        [
            .. burst, "narrow", "--set", "telemetry.db_sink.writer_queue_size=1", "--set", "telemetry.credits.initial=4096",
            "--set", "worker.outbox_bytes=65536", "--set", "worker.spool_bytes=0", "--set", "worker.batch_steps=512",
        ]).Succeeds();
        shell.Palestra([.. burst, "wide"]).Succeeds();

        var receipt = shell.Palestra("verify", "narrow", "--json").Succeeds().Json();
        Assert.True(receipt.GetProperty("complete").GetBoolean());
        Assert.Equal(20_000, Steps(receipt));
        Assert.Equal(Sha256(shell, "wide"), Sha256(shell, "narrow"));
    }

    [Fact]
    public async Task P_ACK_P_CALM_A_worker_that_found_no_daemon_leaves_a_spool_and_the_next_daemon_completes_the_run()
    {
        using var shell = new Shell();
        using var first = shell.Up("--set", "worker.orphan_timeout=1", "--set", "worker.outbox_bytes=65536");
        var run = Task.Run(() => shell.Palestra(PacedRun));
        await shell.UntilRunAsync("paced", "recording", Recording);

        first.Kill();
        await Until.TrueAsync(() => !shell.Workers().Any(), () => "The worker never gave up.");
        var folder = Path.Combine(shell.DataDir, "runs", "paced");
        Assert.True(File.Exists(Path.Combine(folder, "worker.spool")), File.ReadAllText(Path.Combine(folder, "worker.stderr.log")));

        using var second = shell.Up();
        var after = await shell.UntilRunAsync("paced", "ended", show => show.GetProperty("outcome").ValueKind == JsonValueKind.String);
        Assert.Equal("TERM", after.GetProperty("status").GetString());
        Assert.Equal("cancelled", after.GetProperty("outcome").GetString());
        Assert.Contains("worker.orphan_timeout", after.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "worker.spool")));
        await run;

        // Nothing lost, nothing doubled: an undisturbed run of as many steps has the same receipt.
        var receipt = shell.Palestra("verify", "paced", "--json").Succeeds().Json();
        Assert.True(receipt.GetProperty("complete").GetBoolean());
        var steps = Steps(receipt);
        Assert.True(steps > 3000, $"Only {steps} steps: what was made without a daemon is missing.");
        shell.Palestra(
            "run", "FrozenLake-v1", "--algo", "q-learning", "--steps", $"{steps}", "--seed", "11", "--run-id", "undisturbed").Succeeds();
        Assert.Equal(Sha256(shell, "undisturbed"), Sha256(shell, "paced"));
    }

    [Fact]
    public async Task A_worker_that_is_killed_ends_its_run_in_FAULT_with_a_reason_and_everything_acknowledged_is_there()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var run = Task.Run(() => shell.Palestra(EndlessRun));
        var before = await shell.UntilRunAsync("paced", "recording", Recording);

        foreach (var worker in shell.Workers())
        {
            Signals.Kill(worker);
        }

        var answer = await run;
        Assert.Equal(1, answer.ExitCode);
        var after = shell.Show("paced");
        Assert.Equal("FAULT", after.GetProperty("status").GetString());
        Assert.Equal("failed", after.GetProperty("outcome").GetString());
        Assert.Contains("SIGKILL", after.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True(Steps(after) >= Steps(before), "Steps that were acknowledged are gone.");
        var receipt = shell.Palestra("verify", "paced", "--json").Succeeds().Json();
        Assert.Equal(Steps(after), Steps(receipt));
    }

    [Fact]
    public async Task A_worker_outlives_a_daemon_that_was_ended_by_Ctrl_C_and_finds_the_next_one()
    {
        using var shell = new Shell();
        int exitCode;
        Task<Answer> run;
        using (var first = shell.Up())
        {
            run = Task.Run(() => shell.Palestra(Paced(30_000)));
            await shell.UntilRunAsync("paced", "recording", Recording);
            exitCode = first.Interrupt();
        }

        Assert.Equal(0, exitCode);
        Assert.NotEmpty(shell.Workers());
        using var second = shell.Up();
        Assert.Equal(30_000, Steps((await run).Succeeds().Json()));
        Assert.True(shell.Palestra("verify", "paced", "--json").Succeeds().Json().GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task Stopping_a_run_ends_it_cancelled_and_complete()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var run = Task.Run(() => shell.Palestra(EndlessRun));
        await shell.UntilRunAsync("paced", "recording", Recording);

        shell.Palestra("stop", "paced").Succeeds();

        Assert.Equal(1, (await run).ExitCode);
        var after = shell.Show("paced");
        Assert.Equal("TERM", after.GetProperty("status").GetString());
        Assert.Equal("cancelled", after.GetProperty("outcome").GetString());
        Assert.True(shell.Palestra("verify", "paced", "--json").Succeeds().Json().GetProperty("complete").GetBoolean());
        Assert.Empty(shell.Workers());
    }

    [Fact]
    public async Task A_paused_run_stands_still_until_it_is_resumed()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var run = Task.Run(() => shell.Palestra(Paced(45_000)));
        await shell.UntilRunAsync("paced", "recording", Recording);

        shell.Palestra("pause", "paced").Succeeds();
        await shell.UntilRunAsync("paced", "paused", show => show.GetProperty("status").GetString() == "PAUSE");
        shell.Palestra("resume", "paced").Succeeds();

        Assert.Equal(45_000, Steps((await run).Succeeds().Json()));
    }

    [Fact]
    public async Task Ctrl_C_once_ends_a_run_in_good_order_with_a_summary()
    {
        using var shell = new Shell();
        var (pid, answer) = shell.Begin(EndlessRun);
        await shell.UntilRunAsync("paced", "recording", Recording);

        Signals.Send(pid, "INT");

        var ended = await answer;
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal("cancelled", ended.Json().GetProperty("outcome").GetString());
        Assert.True(shell.Palestra("verify", "paced", "--json").Succeeds().Json().GetProperty("complete").GetBoolean());
        Assert.Empty(shell.Workers());
    }

    [Fact]
    public async Task Ctrl_C_twice_leaves_at_once_and_nothing_acknowledged_is_lost()
    {
        using var shell = new Shell();
        var (pid, answer) = shell.Begin(EndlessRun);
        var before = await shell.UntilRunAsync("paced", "recording", Recording);
        foreach (var worker in shell.Workers())
        {
            Signals.Send(worker, "STOP"); // a worker that does not answer: only "at once" can end this
        }

        Signals.Send(pid, "INT");
        Signals.Send(pid, "INT");

        Assert.Equal(1, (await answer).ExitCode);
        Assert.True(Steps(shell.Show("paced")) >= Steps(before), "Steps that were acknowledged are gone.");
    }

    private static string[] Paced(int steps) =>
    [
        "run", "FrozenLake-v1", "--algo", "q-learning", "--steps", $"{steps}", "--rate", "3000", "--seed", "11", "--run-id", "paced", "--json",
    ];

    private static bool Recording(JsonElement run) => run.GetProperty("status").GetString() == "EXEC" && Steps(run) > 1000;

    private static long Steps(JsonElement json) => json.GetProperty("steps").GetInt64();

    private static string Sha256(Shell shell, string run) =>
        Assert.Single(shell.Palestra("verify", run, "--json").Succeeds().Json().GetProperty("streams").EnumerateArray()).GetProperty("sha256").GetString()!;
}
