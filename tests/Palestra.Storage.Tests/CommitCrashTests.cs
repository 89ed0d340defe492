using System.Diagnostics;
using System.Globalization;
using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>P-ACK: whoever dies between whichever two statements of a transaction, the run goes on exactly where it stood.</summary>
public sealed class CommitCrashTests
{
    private static readonly Trajectory Trajectory = new(6000, seed: 3);

    /// <summary>Transactions of every kind: a first row, tail segments, a sealed block, a metric's first episode, the end.</summary>
    private static readonly List<(TelemetryEvent[] Events, long BusSeq)> Script = MakeScript();

    [Fact]
    public void An_abandoned_transaction_is_as_if_it_had_never_begun()
    {
        var points = 0;
        for (var crashed = true; crashed; points++)
        {
            using var run = new TempRun();
            long acknowledged = 0;
            crashed = false;
            using (var file = run.Create())
            {
                var statement = 0;
                var at = points;
                file.BeforeStatement = _ =>
                {
                    if (statement++ == at)
                    {
                        throw new CrashException();
                    }
                };
                try
                {
                    foreach (var (events, busSeq) in Script)
                    {
                        file.Commit(events, busSeq);
                        acknowledged = busSeq;
                    }
                }
                catch (CrashException)
                {
                    crashed = true;
                }
            }

            AssertResumesExactly(run, acknowledged, points);
        }

        Assert.True(points > 40, $"only {points} points were tried");
    }

    [Fact]
    public async Task A_process_killed_within_a_transaction_loses_nothing_acknowledged()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 10; round++)
        {
            using var run = new TempRun();
            run.Create().Dispose();
            var at = random.Next(60);
            using var writer = Process.Start(new ProcessStartInfo(
                Environment.ProcessPath!, ["crash-commit", run.Folder.Path, at.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
            var lines = (await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
            AssertResumesExactly(run, lines.Length == 0 ? 0 : long.Parse(lines[^1], CultureInfo.InvariantCulture), at, $"seed {seed}, ");
        }
    }

    /// <summary>The process that kills itself before a statement.</summary>
    internal static int Run(string folder, string at)
    {
        using var file = RunFile.Open(new RunFolder(folder), new StorageSettings(), TimeProvider.System);
        var left = int.Parse(at, CultureInfo.InvariantCulture);
        file.BeforeStatement = _ =>
        {
            if (left-- == 0)
            {
                Process.GetCurrentProcess().Kill();
            }
        };
        foreach (var (events, busSeq) in Script)
        {
            file.Commit(events, busSeq);
            Console.Out.WriteLine(busSeq.ToString(CultureInfo.InvariantCulture));
            Console.Out.Flush();
        }

        return 0;
    }

    private static void AssertResumesExactly(TempRun run, long acknowledged, int point, string where = "")
    {
        where += $"point {point}";
        using (var file = run.Open())
        {
            // All or nothing: what is on disk is a number of whole transactions, at least those acknowledged.
            var done = Script.FindIndex(t => t.BusSeq == file.DurableBusSeq) + 1;
            Assert.True(file.DurableBusSeq >= acknowledged, where);
            Assert.True(done > 0 || file.DurableBusSeq == 0, where);
            Assert.Equal(Script.Take(done).SelectMany(t => t.Events).OfType<StepBatch>().Sum(b => b.Count), file.Positions.Sum(p => p.DurableSeq));
            Assert.Equal(Script.Take(done).SelectMany(t => t.Events).OfType<EpisodeFinalized>().Count(), file.Positions.Sum(p => p.DurableEpisodes));
            Assert.Equal(done, file.Db.Scalar("SELECT commits FROM consumer_offsets"));
            foreach (var (events, busSeq) in Script.Skip(done))
            {
                Assert.Empty(file.Commit(events, busSeq).Refusals);
            }
        }

        var report = RunVerifier.Verify(run.Folder);
        Assert.True(report.Complete, $"{where}: {string.Join(" ", report.Problems)}");
        Assert.Equal(Trajectory.Count, report.Steps);
        using var reader = run.Read();
        Assert.Equal(0, reader.Streams()[0].IgnoredSteps);
        Assert.Equal(Script.Count, reader.Logs(100).Logs.Count);
        Assert.Equal(2, reader.States().Count);
        Assert.Equal(report.Episodes, reader.Series("epsilon", 1).Points.Sum(p => p.Count));
    }

    private static List<(TelemetryEvent[] Events, long BusSeq)> MakeScript()
    {
        var script = new List<(TelemetryEvent[], long)>();
        long busSeq = 0;
        Add(Runs.State(null, RunState.EXEC));
        Add(Trajectory.Batch(1, 3000));
        Add([.. Trajectory.Episodes(1, 3000).Take(3)]);
        Add([Trajectory.Batch(3001, 3010), .. Trajectory.Episodes(1, 3000).Skip(3).Take(2)]);
        Add(Trajectory.Batch(3011, Trajectory.Count));

        Add(Runs.State(RunState.EXEC, RunState.TERM, RunOutcome.Succeeded));
        return script;

        void Add(params TelemetryEvent[] events)
        {
            busSeq += events.Length + 1;
            script.Add(([.. events, Runs.Log($"{busSeq}")], busSeq));
        }
    }

    private sealed class CrashException : Exception;
}
