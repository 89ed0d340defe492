using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class RepairTests
{
    private const int Steps = 13_000;
    private const int Page = 4096;

    private static readonly Trajectory Trajectory = new(Steps, 1);

    [Fact]
    public void A_sound_run_is_left_alone()
    {
        using var run = Recorded();
        var before = File.ReadAllBytes(run.Folder.DatabaseFile);
        var report = Repair(run);
        Assert.False(report.Changed);
        Assert.Null(report.DamagedFile);
        Assert.Equal([new SeqRange(1, Steps)], Assert.Single(report.Streams).Kept);
        Assert.Equal(before, File.ReadAllBytes(run.Folder.DatabaseFile));
        Assert.Empty(Directory.GetFiles(run.Folder.Path, "*damaged*"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Page)]
    public void Nothing_is_lost_with_the_header_P_GAP(int bytes)
    {
        using var run = Recorded();
        Overwrite(run, 0, new byte[bytes]);
        var report = Repair(run);
        Assert.True(report.Changed);
        Assert.Empty(Assert.Single(report.Streams).Lost);
        AssertComplete(run);
        Assert.All(File.ReadAllBytes(report.DamagedFile!)[..bytes], b => Assert.Equal(0, b));
    }

    [Fact]
    public void A_flipped_byte_costs_its_block_and_shows_as_a_gap_ever_after_P_GAP()
    {
        using var run = Recorded();
        using (var db = SqliteDb.OpenWriter(run.Folder.DatabaseFile, TimeSpan.Zero))
        {
            db.Execute("UPDATE blocks SET payload = cast(substr(payload, 1, 50) || x'FF' || substr(payload, 52) AS BLOB) WHERE first_seq = 4097");
        }

        var report = Repair(run);
        var stream = Assert.Single(report.Streams);
        Assert.Equal([new SeqRange(1, 4096), new SeqRange(8193, Steps)], stream.Kept);
        Assert.Equal([new SeqRange(4097, 8192)], stream.Lost);
        Assert.Contains(report.Unreadable, sentence => sentence.Contains("sequence number 4097", StringComparison.Ordinal));
        var verified = AssertSoundUpToTheLoss(run, report);
        Assert.Equal((4096, Steps), (verified.Streams[0].Gaps, verified.Streams[0].LastSeq));
        Assert.Equal(Trajectory.Episodes(1, Steps).Count(), verified.Episodes);
        Assert.False(Repair(run).Changed);
    }

    [Fact]
    public void A_garbage_page_among_the_episodes_costs_no_step()
    {
        using var run = Recorded();
        Overwrite(run, PageOf(run, "episode_rows", leaf: 3), Garbage(1));
        var report = Repair(run);
        Assert.Empty(Assert.Single(report.Streams).Lost);
        Assert.InRange(report.EpisodesLost, 1, 500);
        AssertSoundUpToTheLoss(run, report);
        using var reader = run.Read();
        Assert.Equal(report.EpisodesKept, reader.Episodes(1).Total);
        Assert.NotEmpty(reader.Series("epsilon", 100).Points);
    }

    [Theory]
    [InlineData("sqlite_autoindex_blocks_1")]
    [InlineData("sqlite_autoindex_streams_1")]
    [InlineData("series")]
    [InlineData("settings_used")]
    public void A_damaged_index_or_derived_table_costs_nothing(string table)
    {
        using var run = Recorded();
        Overwrite(run, PageOf(run, table), Garbage(2));
        var report = Repair(run);
        Assert.True(report.Changed);
        Assert.Empty(Assert.Single(report.Streams).Lost);
        AssertComplete(run);
        using var reader = run.Read();
        Assert.Equal("q-learning", reader.Manifest.Algorithm);
        Assert.Equal(Trajectory.Episodes(1, Steps).Count(), reader.Series("return", 5).Points.Sum(p => p.Count));
    }

    [Fact]
    public void A_truncated_file_keeps_what_was_before_the_cut_and_knows_how_much_there_was()
    {
        using var run = Recorded();
        using (var file = new FileStream(run.Folder.DatabaseFile, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        var report = Repair(run);
        Assert.NotEmpty(Assert.Single(report.Streams).Lost);
        AssertSoundUpToTheLoss(run, report);
        Assert.Equal(Steps, report.Streams[0].Lost.Concat(report.Streams[0].Kept).Max(range => range.LastSeq));
    }

    [Fact]
    public void The_manifest_is_taken_from_run_json()
    {
        using var run = Recorded();
        Overwrite(run, PageOf(run, "manifest"), Garbage(3));
        var report = Repair(run);
        Assert.Contains(report.Unreadable, sentence => sentence.Contains("run.json", StringComparison.Ordinal));
        AssertComplete(run);
        using var reader = run.Read();
        Assert.Equal("demo", reader.Manifest.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_damaged_frame_of_the_log_does_not_cost_all_frames_behind_it(int seed)
    {
        using var run = new TempRun { Settings = new StorageSettings { CheckpointInterval = 100_000 } };
        using var copy = new TempRun();
        using (var file = run.Create())
        {
            file.CommitAll(Trajectory.Events(() => 500), group: 16);
            file.Commit([Runs.State(RunState.EXEC, RunState.TERM, RunOutcome.Succeeded)], 100_000);
            Directory.CreateDirectory(copy.Folder.Path);
            foreach (var name in new[] { "run.db", "run.db-wal", "run.json" })
            {
                File.Copy(Path.Combine(run.Folder.Path, name), Path.Combine(copy.Folder.Path, name));
            }
        }

        var log = File.ReadAllBytes(copy.Folder.DatabaseFile + "-wal");
        log[new Random(seed).Next(log.Length / 4, log.Length / 2)] ^= 0x10;
        File.WriteAllBytes(copy.Folder.DatabaseFile + "-wal", log);
        var alone = RunVerifier.Verify(copy.Folder).Steps;
        var report = Repair(copy);
        var after = AssertSoundUpToTheLoss(copy, report);
        Assert.True(after.Steps > alone, $"{after.Steps} of {alone} before");
        Assert.Equal(log, File.ReadAllBytes(report.DamagedFile + "-wal"));
    }

    [Fact]
    public void A_run_that_may_be_in_use_is_not_touched()
    {
        using var run = new TempRun();
        using var file = run.Create();
        file.Commit([Runs.State(null, RunState.INIT), Trajectory.Batch(1, 4096)], 1);
        Assert.Contains("Stop the daemon", Assert.Throws<RunFileException>(() => RunRepair.Repair(run.Folder, mayWrite: false, TimeProvider.System)).Message, StringComparison.Ordinal);
        file.Commit([Runs.State(RunState.INIT, RunState.TERM, RunOutcome.Cancelled)], 2);
        Assert.False(RunRepair.Repair(run.Folder, mayWrite: false, TimeProvider.System).Changed);
    }

    [Fact]
    public void An_unfinished_run_that_lost_steps_is_ended_and_one_that_lost_none_goes_on()
    {
        using var whole = new TempRun();
        using (var file = whole.Create())
        {
            file.Commit([Runs.State(null, RunState.EXEC), Trajectory.Batch(1, 4096), Trajectory.Batch(4097, 5000)], 1);
        }

        Overwrite(whole, 0, new byte[Page]);
        Assert.True(Repair(whole).Changed);
        using (var file = whole.Open())
        {
            Assert.Empty(file.Commit([Trajectory.Batch(5001, 6000), .. Trajectory.Episodes(1, 6000)], 2).Refusals);
        }

        using (var db = SqliteDb.OpenWriter(whole.Folder.DatabaseFile, TimeSpan.Zero))
        {
            db.Execute("UPDATE blocks SET payload = zeroblob(9) WHERE first_seq = 1");
        }

        Assert.True(Repair(whole).Changed);
        using var reader = whole.Read();
        Assert.Equal((RunState.FAULT, RunOutcome.Failed), (reader.Summary().State, reader.Summary().Outcome));
    }

    [Fact]
    public void Whatever_is_damaged_what_is_kept_is_true_and_any_file_gets_an_answer()
    {
        using var run = Recorded();
        var sound = File.ReadAllBytes(run.Folder.DatabaseFile);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            var bytes = (byte[])sound.Clone();
            switch (round % 5)
            {
                case 0:
                    bytes = bytes[..random.Next(bytes.Length)];
                    break;
                case 1:
                    random.NextBytes(bytes.AsSpan(random.Next(bytes.Length / Page) * Page, Page));
                    break;
                case 2:
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    random.NextBytes(bytes.AsSpan(random.Next(bytes.Length - 300), 300));
                    break;
                default:
                    for (var i = 0; i < 10; i++)
                    {
                        random.NextBytes(bytes.AsSpan(random.Next(bytes.Length / Page) * Page, Page));
                    }

                    break;
            }

            File.WriteAllBytes(run.Folder.DatabaseFile, bytes);
            try
            {
                var report = Repair(run);
                if (report.Changed)
                {
                    AssertSoundUpToTheLoss(run, report);
                }
            }
            catch (RunFileException)
            {
                Assert.Equal(bytes, File.ReadAllBytes(run.Folder.DatabaseFile));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}");
            }

            foreach (var file in Directory.GetFiles(run.Folder.Path, "run.db*"))
            {
                File.Delete(file);
            }
        }
    }

    private static TempRun Recorded()
    {
        var run = new TempRun();
        Runs.Record(run, Trajectory);
        return run;
    }

    private static RepairReport Repair(TempRun run) => RunRepair.Repair(run.Folder, mayWrite: true, TimeProvider.System);

    private static byte[] Garbage(int seed)
    {
        var garbage = new byte[Page];
        new Random(seed).NextBytes(garbage);
        return garbage;
    }

    private static void Overwrite(TempRun run, long at, byte[] with)
    {
        using var file = new FileStream(run.Folder.DatabaseFile, FileMode.Open);
        file.Position = at;
        file.Write(with);
    }

    /// <summary>Where a page of a table or index begins: its root, or the n-th page that holds its records.</summary>
    private static long PageOf(TempRun run, string table, int? leaf = null)
    {
        using var db = SqliteDb.OpenReader(run.Folder.DatabaseFile, TimeSpan.Zero);
        if (leaf is null)
        {
            return (db.Scalar($"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'") - 1) * Page;
        }

        using var image = PageImage.Open(run.Folder.DatabaseFile);
        var pages = new PageRecords(image).All().Where(r => r.RowId is not null && r.Values.Length > 12).Select(r => r.Place.Page).Distinct();
        return (pages.ElementAt(leaf.Value) - 1L) * Page;
    }

    private static void AssertComplete(TempRun run)
    {
        var report = RunVerifier.Verify(run.Folder);
        Assert.True(report.Complete, string.Join(" ", report.Problems));
        Assert.Equal((Steps, Trajectory.Episodes(1, Steps).Count()), (report.Steps, report.Episodes));
    }

    /// <summary>The new file is in order, holds exactly what the report says, and all of that is true.</summary>
    private static VerifyReport AssertSoundUpToTheLoss(TempRun run, RepairReport report)
    {
        var verified = RunVerifier.Verify(run.Folder);
        using var reader = run.Read();
        Assert.Null(reader.QuickCheck());
        Assert.Equal(report.Streams.Sum(s => s.Kept.Sum(r => r.LastSeq - r.FirstSeq + 1)), verified.Steps);
        Assert.Equal(report.EpisodesKept, verified.Episodes);
        Assert.Equal(report.Streams.All(s => s.Lost.Count == 0) && report.EpisodesLost == 0 && verified.Status == "TERM", verified.Complete);
        foreach (var stream in reader.Streams())
        {
            foreach (var batch in reader.ReadSteps(stream.Stream, 1, int.MaxValue))
            {
                var expected = Trajectory.Batch(batch.FirstSeq, batch.LastSeq);
                Assert.Equal(expected.Rewards, batch.Rewards);
                Assert.Equal(expected.Observations.Data.ToArray(), batch.Observations.Data.ToArray());
                Assert.Equal(expected.Episodes, batch.Episodes);
            }
        }

        Assert.Equal(verified.Steps, reader.Streams().Sum(s => reader.ReadSteps(s.Stream, 1, int.MaxValue).Sum(b => (long)b.Count)));
        return verified;
    }
}
