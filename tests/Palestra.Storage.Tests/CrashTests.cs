using System.Diagnostics;
using System.Globalization;
using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class CrashTests
{
    [Fact]
    public async Task Everything_acknowledged_before_a_kill_is_there_P_ACK()
    {
        using var run = new TempRun();
        run.Create().Dispose();
        var trajectory = new Trajectory(200_000, seed: 5);
        long acknowledged = 0, episodes = 0;
        for (var life = 1; life <= 3; life++)
        {
            using var writer = Start(run.Folder, trajectory.Count);
            var wanted = acknowledged + 1500;
            while (acknowledged < wanted)
            {
                var line = await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
                Assert.NotNull(line);
                (acknowledged, episodes) = Parse(line);
            }

            writer.Kill();
            var rest = await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
            foreach (var line in rest.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.Count(c => c == ' ') == 1))
            {
                (acknowledged, episodes) = Parse(line);
            }

            using var file = run.Open();
            var position = Assert.Single(file.Positions);
            Assert.True(position.DurableSeq >= acknowledged, $"{acknowledged} steps were acknowledged, {position.DurableSeq} are there");
            Assert.True(position.DurableEpisodes >= episodes);
            using var reader = run.Read();
            Runs.AssertSame(
                trajectory.Batch(1, Math.Min(4096, position.DurableSeq)), StepBatches.Join([.. reader.ReadSteps(Trajectory.Stream, 1, (int)Math.Min(4096, position.DurableSeq))]));
            var report = RunVerifier.Verify(run.Folder);
            Assert.Equal(position.DurableSeq, report.Steps);
            Assert.Equal("The run has not ended: it is in no known state.", Assert.Single(report.Problems, problem => !problem.Contains("run.db-wal", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_torn_write_ahead_log_loses_only_what_was_torn(int seed)
    {
        using var run = new TempRun { Settings = new StorageSettings { CheckpointInterval = 100_000 } };
        using var file = run.Create();
        file.CommitAll(new Trajectory(3000, 1).Events(() => 100), group: 10);

        var random = new Random(seed);
        using var copy = new TempRun();
        Directory.CreateDirectory(copy.Folder.Path);
        File.Copy(run.Folder.DatabaseFile, copy.Folder.DatabaseFile);
        var log = File.ReadAllBytes(run.Folder.DatabaseFile + "-wal");
        var torn = log[..random.Next(log.Length / 2, log.Length)];
        random.NextBytes(torn.AsSpan(torn.Length - 1000));
        File.WriteAllBytes(copy.Folder.DatabaseFile + "-wal", torn);

        using var reopened = copy.Open();
        Assert.InRange(reopened.Positions.Sum(p => p.DurableSeq), 0, 3000);
        reopened.CommitAll(new Trajectory(3000, 1).Events(() => 77));
        reopened.Commit([Runs.State(RunState.EXEC, RunState.TERM, RunOutcome.Succeeded)], 1000);
        var report = RunVerifier.Verify(copy.Folder);
        Assert.True(report.Complete, string.Join(" ", report.Problems));
        Assert.Equal(3000, report.Steps);
    }

    private static Process Start(RunFolder folder, int steps) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath!, ["crash-writer", folder.Path, steps.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;

    private static (long Seq, long Episodes) Parse(string line)
    {
        var parts = line.Split(' ');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
