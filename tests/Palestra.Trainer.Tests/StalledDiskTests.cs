using Palestra.Storage;
using Palestra.Telemetry;
using SQLitePCL;

namespace Palestra.Trainer.Tests;

/// <summary>P-CALM: a run file that cannot be written stops acknowledgements, is shown, and harms nothing else.</summary>
public sealed class StalledDiskTests
{
    [Fact]
    public async Task A_locked_run_file_is_shown_while_its_worker_trains_on_and_nothing_is_lost()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("stuck", ("episodes", 1));
        await daemon.SubmitAsync("other", ("episodes", 1));
        await using var worker = daemon.Worker("stuck");
        await using var neighbour = daemon.Worker("other");
        await worker.HelloAsync();
        await neighbour.HelloAsync();
        await worker.StepsAsync(1, 100);
        await worker.AcknowledgedAsync(100);

        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(daemon.Root.Run(RunId.Parse("stuck")).DatabaseFile, out var file));
        using (file)
        {
            await Eventually.TrueAsync(() => raw.sqlite3_exec(file, "BEGIN IMMEDIATE") == raw.SQLITE_OK, () => "The run file could not be locked.");
            for (var first = 101; first < 1001; first += 100)
            {
                await worker.StepsAsync(first, 100, step: first - 1, ends: first == 901);
            }

            await Eventually.TrueAsync(async () => (await StalledReasonAsync(daemon))?.Contains("locked", StringComparison.Ordinal) == true, () => "The stall was never shown.");
            await neighbour.StepsAsync(1, 100);
            await neighbour.AcknowledgedAsync(100);
            Assert.DoesNotContain(worker.Heard, m => m.Ack?.Positions.Any(p => p.DurableSeq > 100) == true);
            Assert.False(worker.Status.IsCompleted);
            Assert.Equal("EXEC", (await daemon.RunAsync("stuck")).Status);
            raw.sqlite3_exec(file, "ROLLBACK");
        }

        await worker.AcknowledgedAsync(1000);
        Assert.Null(await StalledReasonAsync(daemon));
        await worker.EpisodeAsync(0, 1, 1000);
        await worker.FinishAsync(1000, 1);
        await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
        var receipt = RunVerifier.Verify(daemon.Root.Run(RunId.Parse("stuck")));
        Assert.True(receipt.Complete, string.Join(" ", receipt.Problems));
        Assert.Equal(1000, receipt.Steps);
    }

    private static async Task<string?> StalledReasonAsync(TestDaemon daemon) =>
        (await daemon.GetAsync("/api/v1/system")).GetProperty("runs").EnumerateArray()
        .First(run => run.GetProperty("run_id").GetString() == "stuck").GetProperty("durable").GetProperty("stalled_reason").GetString();
}
