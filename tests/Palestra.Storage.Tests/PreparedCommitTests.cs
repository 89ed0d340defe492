using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>P-ACK: a transaction may be made ready while the one before it is on its way to the disk; that shows nowhere but in speed.</summary>
public sealed class PreparedCommitTests
{
    private const int Each = 9000;

    private static readonly Trajectory Trajectory = new(3 * Each, seed: 12);

    private static readonly StorageSettings Settings = new() { HurrySteps = 1000, BlocksAhead = 2 };

    [Fact]
    public void P_ACK_Positions_tell_what_is_on_disk_and_not_what_is_prepared()
    {
        using var run = new TempRun { Settings = Settings };
        using var file = run.Create();
        var (one, two, _) = Works();
        file.Prepare(one);
        file.Prepare(two);
        Assert.Empty(file.Positions);
        file.RecordFigures([new("a", 1)]);
        Assert.Empty(file.Positions);
        Assert.Equal(Each, file.Commit(one).NewSteps);
        AssertOnDisk(1);
        file.RecordCheckpoint("b", 2);
        AssertOnDisk(1);
        file.Commit(two);
        AssertOnDisk(2);

        void AssertOnDisk(int done)
        {
            using var reader = run.Read();
            var position = Assert.Single(file.Positions);
            Assert.Equal((done * Each, one.BusSeq * done), (position.DurableSeq, file.DurableBusSeq));
            Assert.Equal(position.DurableSeq, Assert.Single(reader.Streams()).LastSeq);
            Assert.Equal(position.DurableEpisodes, reader.Streams()[0].Episodes);
        }
    }

    [Fact]
    public void What_was_prepared_behind_a_transaction_that_fails_at_any_statement_is_written_after_it_all_the_same()
    {
        var at = 0;
        for (var failed = true; failed; at++)
        {
            using var run = new TempRun { Settings = Settings };
            using var file = run.Create();
            var (one, two, three) = Works();
            file.Prepare(one);
            file.Prepare(two);
            var statement = 0;
            file.BeforeStatement = _ =>
            {
                if (statement++ == at)
                {
                    throw new InvalidOperationException("abandoned");
                }
            };
            try
            {
                file.Commit(one);
                failed = false;
            }
            catch (InvalidOperationException)
            {
                Assert.Empty(file.Positions);
                file.BeforeStatement = null;
                file.Commit(one);
            }

            file.BeforeStatement = null;
            file.Prepare(three);
            Assert.Empty(file.Commit(two).Refusals);
            Assert.Empty(file.Commit(three).Refusals);
            AssertIsWhole(run, $"statement {at}");
        }

        Assert.True(at > 5, $"only {at} points were tried");
    }

    [Fact]
    public void Whatever_is_prepared_and_in_whatever_order_transactions_are_written_as_they_are_committed()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 20; round++)
        {
            using var run = new TempRun { Settings = Settings };
            using var file = run.Create();
            var (one, two, three) = Works();
            foreach (var work in new[] { one, two, three })
            {
                foreach (var early in new[] { one, two, three })
                {
                    if (early.BusSeq >= work.BusSeq && random.Next(2) == 0)
                    {
                        file.Prepare(early);
                    }
                }

                var result = file.Commit(work);
                Assert.True(result.Refusals.Count == 0 && result.NewSteps == Each, $"seed {seed}, round {round}");
            }

            AssertIsWhole(run, $"seed {seed}, round {round}");
        }
    }

    private static (CommitWork One, CommitWork Two, CommitWork Three) Works()
    {
        return (Work(0), Work(1), Work(2));

        static CommitWork Work(int i)
        {
            var episodes = Trajectory.Episodes(1, Each).Skip(2 * i).Take(2);
            return new CommitWork([.. Cut((i * Each) + 1, (i + 1) * Each), .. episodes, Runs.Log($"{i}")], (i + 1) * 100);
        }

        static IEnumerable<StepBatch> Cut(int first, int last)
        {
            for (; first <= last; first += 700)
            {
                yield return Trajectory.Batch(first, Math.Min(last, first + 699));
            }
        }
    }

    private static void AssertIsWhole(TempRun run, string where)
    {
        using var reader = run.Read();
        Runs.AssertSame(Trajectory.Batch(1, 3 * Each), StepBatches.Join([.. reader.ReadSteps(Trajectory.Stream, 1, int.MaxValue)]));
        var stream = Assert.Single(RunVerifier.Verify(run.Folder).Streams);
        Assert.True((stream.Count, stream.Gaps, stream.Duplicates) == (3L * Each, 0L, 0L), where);
        Assert.Equal(0, reader.Streams()[0].IgnoredSteps);
        Assert.Equal(["2", "1", "0"], reader.Logs(10).Logs.Select(l => l.Record.Message));
    }
}
