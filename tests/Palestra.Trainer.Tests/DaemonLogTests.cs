using Microsoft.Extensions.Logging;
using Palestra.Storage;
using Palestra.Trainer.Hosting;

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
                Assert.Single(lines, l => l.Contains($"Run good: {state}.", StringComparison.Ordinal));
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
