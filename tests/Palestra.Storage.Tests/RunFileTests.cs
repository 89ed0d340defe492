using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class RunFileTests
{
    [Fact]
    public void What_was_committed_is_read_back_by_another_connection()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(10_000, 1);
        using var file = run.Create();
        file.CommitAll(trajectory.Events(() => 333));

        using var reader = run.Read();
        var read = reader.ReadSteps(Trajectory.Stream, 1, int.MaxValue).ToList();
        Runs.AssertSame(StepBatches.Join([.. Chunks(trajectory)]), StepBatches.Join(read));
        Assert.Equal(trajectory.Episodes(1, 10_000).Count(), file.Positions[0].DurableEpisodes);
        Assert.Equal(10_000, file.Positions[0].DurableSeq);

        static IEnumerable<StepBatch> Chunks(Trajectory t) => [t.Batch(1, 4096), t.Batch(4097, 8192), t.Batch(8193, 10_000)];
    }

    [Fact]
    public void Figures_of_a_run_are_kept_by_name_and_a_file_without_them_says_so()
    {
        using var run = new TempRun();
        using var file = run.Create();
        using var reader = run.Read();
        Assert.Empty(reader.Figures());
        file.RecordFigures([new("observer.share", 0.5), new("broken", double.NaN)]);
        file.RecordFigures([new("observer.share", 0.25), new("other", -1)]);
        Assert.Equal([new("observer.share", 0.25), new("other", -1)], reader.Figures());
    }

    [Fact]
    public void Tiny_commits_do_not_rewrite_a_nearly_full_block()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(4095, 1);
        using var file = run.Create();
        long written = 0;
        foreach (var item in trajectory.Events(() => 5).OfType<StepBatch>())
        {
            written += file.Commit([item], 1).PayloadBytes;
        }

        var stored = file.Db.Scalar("SELECT sum(length(payload)) FROM blocks");
        Assert.InRange(file.Db.Scalar("SELECT count(*) FROM blocks"), 1, 17);
        Assert.True(written < 60 * stored, $"{written} bytes were written for {stored}");
        file.Commit([new Trajectory(4096, 1).Batch(4096, 4096)], 2);
        Assert.Equal(1, file.Db.Scalar("SELECT count(*) FROM blocks"));
        Assert.Equal(1, file.Db.Scalar("SELECT sealed FROM blocks"));
    }

    [Fact]
    public void Steps_that_come_again_are_ignored_and_counted()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(600, 1);
        using var file = run.Create();
        file.Commit([trajectory.Batch(1, 400), .. trajectory.Episodes(1, 400)], 1);
        var known = trajectory.Episodes(1, 400).Count();

        var again = file.Commit([trajectory.Batch(1, 400), .. trajectory.Episodes(1, 400)], 2);
        Assert.Equal((0, 400, 0, known), (again.NewSteps, again.DuplicateSteps, again.NewEpisodes, (int)again.DuplicateEpisodes));

        var overlap = file.Commit([trajectory.Batch(301, 600)], 3);
        Assert.Equal((200, 100), (overlap.NewSteps, overlap.DuplicateSteps));
        using var reader = run.Read();
        Assert.Equal(500, Assert.Single(reader.Streams()).IgnoredSteps);
        Runs.AssertSame(trajectory.Batch(1, 600), StepBatches.Join([.. reader.ReadSteps(Trajectory.Stream, 1, 10_000)]));
    }

    [Fact]
    public void A_gap_is_refused_with_its_numbers_and_costs_no_neighbour_P_GAP()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(300, 1);
        var other = new Trajectory(50, 2, new StreamKey("agent_1", 3));
        using var file = run.Create();
        var result = file.Commit([trajectory.Batch(1, 100), trajectory.Batch(151, 300), other.Batch(1, 50)], 1);

        var refusal = Assert.Single(result.Refusals);
        Assert.Equal((Trajectory.Stream, 101, 151), (refusal.Stream, refusal.ExpectedSeq, refusal.GotSeq));
        Assert.Contains("gap", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal([new(Trajectory.Stream, 100, 0), new(other.Key, 50, 0)], file.Positions);
        Assert.Empty(file.Commit([trajectory.Batch(101, 300)], 2).Refusals);
        Assert.Equal(300, file.Positions[0].DurableSeq);
    }

    [Fact]
    public void An_episode_gap_and_an_episode_ahead_of_its_steps_are_refused_P_GAP()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(300, 1);
        var episodes = trajectory.Episodes(1, 300).ToList();
        using var file = run.Create();
        Assert.Single(file.Commit([trajectory.Batch(1, 300), episodes[1]], 1).Refusals);
        Assert.Equal(0, file.Positions[0].DurableEpisodes);

        using var second = new TempRun();
        using var empty = second.Create();
        Assert.Single(empty.Commit([episodes[0]], 1).Refusals);
        Assert.Empty(empty.Positions);
    }

    [Fact]
    public void An_invalid_batch_is_refused_and_its_neighbours_are_kept()
    {
        using var run = new TempRun();
        var good = new Trajectory(10, 1);
        var bad = new StepBatch
        {
            Stream = new StreamKey("bad", 0),
            FirstSeq = 1,
            Episodes = [0],
            Steps = [],
            Rewards = [1.0],
            Flags = [StepFlags.None],
            TimesUs = [1],
            Actions = Trajectory.Int64([1]),
            Observations = Trajectory.Int64([1]),
        };
        using var file = run.Create();
        Assert.Single(file.Commit([bad, good.Batch(1, 10)], 1).Refusals);
        Assert.Equal(Trajectory.Stream, Assert.Single(file.Positions).Stream);
    }

    [Fact]
    public void A_change_of_layout_begins_a_new_block_and_the_stream_goes_on()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(20, 1);
        var model = trajectory.Batch(11, 20);
        var changed = new StepBatch
        {
            Stream = model.Stream,
            FirstSeq = 11,
            Episodes = model.Episodes,
            Steps = model.Steps,
            Rewards = model.Rewards,
            Flags = model.Flags,
            TimesUs = model.TimesUs,
            Actions = model.Actions,
            Observations = StepColumn.Typed(DType.Float32, [2], new byte[80], 10),
        };
        using (var file = run.Create())
        {
            file.Commit([trajectory.Batch(1, 10)], 1);
            Assert.Empty(file.Commit([changed], 2).Refusals);
        }

        using var again = run.Open();
        using var reader = run.Read();
        var read = reader.ReadSteps(Trajectory.Stream, 1, 100).ToList();
        Runs.AssertSame(trajectory.Batch(1, 10), read[0]);
        Runs.AssertSame(changed, read[1]);
    }

    [Fact]
    public void Large_observations_are_sealed_by_bytes()
    {
        using var run = new TempRun { Settings = new StorageSettings { BlockBytes = 100_000 } };
        var model = new Trajectory(1000, 1).Batch(1, 1000);
        var pixels = new byte[1000 * 1200];
        new Random(1).NextBytes(pixels);
        using var file = run.Create();
        var batch = new StepBatch
        {
            Stream = model.Stream,
            FirstSeq = 1,
            Episodes = model.Episodes,
            Steps = model.Steps,
            Rewards = model.Rewards,
            Flags = model.Flags,
            TimesUs = model.TimesUs,
            Actions = model.Actions,
            Observations = StepColumn.Typed(DType.UInt8, [20, 20, 3], pixels, 1000),
        };
        file.Commit([batch], 1);
        Assert.InRange(file.Db.Scalar("SELECT max(count) FROM blocks"), 1, 100);
        using var reader = run.Read();
        Runs.AssertSame(batch, StepBatches.Join([.. reader.ReadSteps(Trajectory.Stream, 1, 1000)]));
    }

    [Fact]
    public void The_bus_sequence_is_kept_with_what_was_written()
    {
        using var run = new TempRun();
        using (var file = run.Create())
        {
            file.Commit([Runs.Log("hello")], 41);
            Assert.Equal(41, file.DurableBusSeq);
        }

        using var again = run.Open();
        Assert.Equal(41, again.DurableBusSeq);
    }

    [Fact]
    public void The_pragmas_that_the_promises_rest_on_are_set()
    {
        using var run = new TempRun();
        using var file = run.Create();
        Assert.Equal("wal", file.Db.Text("PRAGMA journal_mode"));
        Assert.Equal(2, file.Db.Scalar("PRAGMA synchronous"));
        Assert.Equal(run.Settings.CheckpointInterval, file.Db.Scalar("PRAGMA wal_autocheckpoint"));
    }

    [Fact]
    public void Creating_a_run_twice_is_refused()
    {
        using var run = new TempRun();
        using var file = run.Create();
        Assert.Contains("already", Assert.Throws<RunFileException>(run.Create).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100_000)]
    public void A_step_of_a_grid_world_takes_less_than_six_bytes_on_disk(int stepUs)
    {
        using var run = new TempRun();
        const int Steps = 200_000;
        using (var file = run.Create())
        {
            file.CommitAll(new Trajectory(Steps, 1, meanStepUs: stepUs).Events(() => 1024).OfType<StepBatch>(), group: 4);
        }

        var bytes = (double)new FileInfo(run.Folder.DatabaseFile).Length / Steps;
        Assert.True(bytes < 6, $"{bytes:F2} bytes per step");
    }
}
