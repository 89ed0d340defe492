using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class VerifierTests
{
    [Fact]
    public void A_finished_run_is_complete()
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(9000, 1));
        var report = RunVerifier.Verify(run.Folder);
        Assert.Empty(report.Problems);
        Assert.True(report.Complete);
        Assert.Equal(("demo", "TERM", 9000L), (report.RunId, report.Status, report.Steps));
        var stream = Assert.Single(report.Streams);
        Assert.Equal((1L, 9000L, 9000L, 0L, 0L), (stream.FirstSeq, stream.LastSeq, stream.Count, stream.Gaps, stream.Duplicates));
        Assert.Equal(64, stream.Sha256.Length);
    }

    [Fact]
    public void A_live_run_is_sound_and_not_complete()
    {
        using var run = new TempRun();
        using var file = run.Create();
        file.Commit([Runs.State(null, RunState.EXEC), new Trajectory(100, 1).Batch(1, 100)], 1);
        var report = RunVerifier.Verify(run.Folder);
        Assert.False(report.Complete);
        Assert.Equal(100, report.Steps);
        Assert.Equal(["The run has not ended: it is in EXEC."], report.Problems);
    }

    [Fact]
    public async Task A_run_that_is_written_to_while_it_is_verified_is_sound_at_every_moment()
    {
        const int Seed = 31;
        using var run = new TempRun();
        using var file = run.Create();
        file.Commit([Runs.State(null, RunState.EXEC)], 1);
        using var ended = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            var (random, seq) = (new Random(Seed), 1L);
            foreach (var item in new Trajectory(20_000, Seed).Events(() => random.Next(1, 60)))
            {
                file.Commit([item], ++seq);
            }

            ended.Cancel();
        });
        var reports = new List<VerifyReport>();
        while (!ended.IsCancellationRequested && !writing.IsCompleted)
        {
            reports.Add(RunVerifier.Verify(run.Folder));
        }

        await writing;
        Assert.All(reports, report => Assert.Equal(["The run has not ended: it is in EXEC."], report.Problems));
        Assert.True(reports.Select(report => report.Steps).Distinct().Count() > 2, $"{reports.Count} reports all saw the same.");
        Assert.Equal(20_000, RunVerifier.Verify(run.Folder).Steps);
    }

    [Theory]
    [InlineData("UPDATE blocks SET payload = substr(payload, 1, 200) || x'00' || substr(payload, 202) WHERE first_seq = 4097", 4097)]
    [InlineData("UPDATE blocks SET payload = zeroblob(5) WHERE first_seq = 1", 1)]
    [InlineData("UPDATE blocks SET sha256 = zeroblob(32) WHERE first_seq = 4097", 4097)]
    [InlineData("UPDATE blocks SET payload = (SELECT payload FROM blocks WHERE first_seq = 1) WHERE first_seq = 4097", 4097)]
    [InlineData("UPDATE blocks SET count = 5 WHERE first_seq = 8193", 8193)]
    [InlineData("DELETE FROM blocks WHERE first_seq = 4097", 4097)]
    [InlineData("UPDATE blocks SET first_seq = 4000 WHERE first_seq = 4097", 4000)]
    public void The_first_bad_block_is_named(string damage, long firstBad)
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(13_000, 1));
        Damage(run, damage);
        var report = RunVerifier.Verify(run.Folder);
        Assert.False(report.Complete);
        Assert.Contains(report.Problems, p => p.Contains($"first bad block is the one at sequence number {firstBad}:", StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_steps_are_counted_and_what_follows_is_still_checked()
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(13_000, 1));
        Damage(run, "DELETE FROM blocks WHERE first_seq = 4097");
        var stream = Assert.Single(RunVerifier.Verify(run.Folder).Streams);
        Assert.Equal((4096L, 13_000L - 4096, 0L), (stream.Gaps, stream.Count, stream.Duplicates));

        Damage(run, "UPDATE blocks SET payload = zeroblob(5) WHERE first_seq = 12289");
        Assert.Equal(8192, RunVerifier.Verify(run.Folder).Steps);
    }

    [Theory]
    [InlineData("UPDATE episode_rows SET return = 5 WHERE episode = 3", "rewards of episode 3")]
    [InlineData("UPDATE episode_rows SET flags = 0 WHERE episode = 3", "flags")]
    [InlineData("DELETE FROM episode_rows WHERE episode = 3", "episode 3 from step")]
    [InlineData("UPDATE episode_rows SET length = length + 1 WHERE episode = 3", "episode")]
    [InlineData("UPDATE streams SET last_seq = 12999", "12999")]
    [InlineData("INSERT INTO totals VALUES ('agent_0', 0, 13001, 1)", "13001")]
    [InlineData("INSERT INTO totals VALUES ('agent_9', 0, 10, 1)", "agent_9/0")]
    public void Episodes_and_totals_must_agree_with_the_steps(string damage, string inProblem)
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(13_000, 1));
        Damage(run, damage);
        var report = RunVerifier.Verify(run.Folder);
        Assert.False(report.Complete);
        Assert.Contains(report.Problems, p => p.Contains(inProblem, StringComparison.Ordinal));
    }

    [Fact]
    public void Declared_totals_that_are_met_are_no_problem()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(500, 1);
        Runs.Record(run, trajectory);
        using (var file = run.Open())
        {
            file.RecordTotals([new StreamTotal(Trajectory.Stream, 500, trajectory.Episodes(1, 500).Count())]);
        }

        Assert.True(RunVerifier.Verify(run.Folder).Complete);
    }

    [Fact]
    public void Any_file_gets_an_answer_and_no_crash()
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(6000, 1));
        var sound = File.ReadAllBytes(run.Folder.DatabaseFile);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var noticed = 0;
        const int Rounds = 60;
        for (var i = 0; i < Rounds; i++)
        {
            var bytes = (byte[])sound.Clone();
            switch (i % 4)
            {
                case 0:
                    bytes = bytes[..random.Next(bytes.Length)];
                    break;
                case 1:
                    random.NextBytes(bytes.AsSpan(random.Next(bytes.Length - 500), 500));
                    break;
                case 2:
                    random.NextBytes(bytes);
                    break;
                default:
                    bytes.AsSpan(random.Next(bytes.Length / 4096) * 4096, 4096).Clear();
                    break;
            }

            File.WriteAllBytes(run.Folder.DatabaseFile, bytes);
            try
            {
                noticed += RunVerifier.Verify(run.Folder).Complete ? 0 : 1;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {i}: {e}");
            }
        }

        // Some bytes lie in unused pages, texts or times, which no check covers.
        Assert.True(noticed >= Rounds / 2, $"seed {seed}: only {noticed} of {Rounds} damaged files were noticed");
        Assert.False(RunVerifier.Verify(new RunFolder(Path.Combine(run.Root.Path, "nowhere"))).Complete);
    }

    private static void Damage(TempRun run, string sql)
    {
        using var db = SqliteDb.OpenWriter(run.Folder.DatabaseFile, TimeSpan.Zero);
        db.Execute(sql);
    }
}
