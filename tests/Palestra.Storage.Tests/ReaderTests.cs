using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class ReaderTests
{
    [Fact]
    public void Readers_and_the_writer_do_not_wait_for_each_other()
    {
        using var run = new TempRun { Settings = new StorageSettings { BusyTimeout = TimeSpan.Zero } };
        var trajectory = new Trajectory(5000, 1);
        using var file = run.Create();
        file.CommitAll(trajectory.Events(() => 100).TakeWhile(e => e is not StepBatch { FirstSeq: > 1000 }));
        using var reader = run.Read();
        using var open = SqliteDb.OpenReader(run.Folder.DatabaseFile, TimeSpan.Zero);
        open.Execute("BEGIN");
        var before = open.Scalar("SELECT last_seq FROM streams");
        using var steps = reader.ReadSteps(Trajectory.Stream, 1, 5000).GetEnumerator();
        Assert.True(steps.MoveNext());

        file.CommitAll(trajectory.Events(() => 1000, before + 1));
        Assert.Equal(before, open.Scalar("SELECT last_seq FROM streams"));
        Assert.Equal(5000, reader.Summary().Steps);

        long next = steps.Current.LastSeq + 1;
        while (steps.MoveNext())
        {
            Assert.Equal(next, steps.Current.FirstSeq);
            next = steps.Current.LastSeq + 1;
        }

        Assert.Equal(5001, next);
    }

    [Fact]
    public void Steps_can_be_read_from_anywhere_to_anywhere()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(9000, 1);
        Runs.Record(run, trajectory, batch: 700);
        using var reader = run.Read();
        foreach (var (from, count) in new[] { (1, 1), (4096, 2), (4097, 5), (8999, 2), (3000, 3000) })
        {
            var found = StepBatches.Join([.. reader.ReadSteps(Trajectory.Stream, from, count)]);
            Runs.AssertSame(StepBatches.Join([.. Parts(from, from + count - 1)]), found);
        }

        Assert.Empty(reader.ReadSteps(Trajectory.Stream, 9001, 10));
        Assert.Empty(reader.ReadSteps(new StreamKey("nobody", 0), 1, 10));
        Assert.Equal(17, reader.FindStep(Trajectory.Stream, 17)!.FirstSeq);

        IEnumerable<StepBatch> Parts(long first, long last) =>
            last - first < 4096 ? [trajectory.Batch(first, last)] : [trajectory.Batch(first, first + 4095), trajectory.Batch(first + 4096, last)];
    }

    [Fact]
    public void The_summary_tells_state_counts_returns_and_times()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(5000, 1);
        Runs.Record(run, trajectory);
        var episodes = trajectory.Episodes(1, 5000).ToList();
        using var reader = run.Read();
        var summary = reader.Summary();
        Assert.Equal((RunState.TERM, RunOutcome.Succeeded, "to TERM"), (summary.State!.Value, summary.Outcome!.Value, summary.Reason));
        Assert.Equal((episodes.Count, 5000), (summary.Episodes, summary.Steps));
        Assert.Equal(episodes.TakeLast(100).Average(e => e.Return), summary.MeanReturn100!.Value, 9);
        Assert.InRange(summary.Sparkline.Count, 20, 40);
        Assert.Equal((1, 2), (summary.StartedUs, summary.EndedUs));
        Assert.True(summary.DiskBytes >= new FileInfo(run.Folder.DatabaseFile).Length);
        Assert.Equal("q-learning", reader.Manifest.Algorithm);
        Assert.Equal(new SettingUsed("telemetry.db_sink.batch_size", "256", "default"), Assert.Single(reader.Settings()));
    }

    [Fact]
    public void Episodes_page_from_the_newest_and_follow_a_row_counter()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(1000, 1);
        Runs.Record(run, trajectory);
        var all = trajectory.Episodes(1, 1000).ToList();
        using var reader = run.Read();
        var seen = new List<long>();
        for (long? cursor = null; ;)
        {
            var page = reader.Episodes(7, cursor);
            Assert.Equal(all.Count, page.Total);
            seen.AddRange(page.Episodes.Select(e => e.Episode.Episode));
            if ((cursor = page.NextCursor) is null)
            {
                break;
            }
        }

        Assert.Equal(all.Select(e => e.Episode).Reverse(), seen);
        var since = reader.EpisodesSince(3, 10);
        Assert.Equal(all.TakeLast(10).Select(e => e.Episode), since.Episodes.Select(e => e.Episode.Episode));
        Assert.Equal((all.Count - 13, all.Count), (since.Skipped, since.LastRow));
        var (expected, found) = (all[4], reader.FindEpisode(Trajectory.Stream, 4)!.Episode);
        Assert.Equal((expected.FirstSeq, expected.LastSeq, expected.Return, expected.Seed), (found.FirstSeq, found.LastSeq, found.Return, found.Seed));
        Assert.Equal(expected.Metrics, found.Metrics);
        Assert.Equal(7UL, reader.FindEpisode(Trajectory.Stream, 0)!.Episode.Seed);
    }

    [Theory]
    [InlineData("return", 50)]
    [InlineData("length", 3)]
    [InlineData("epsilon", 600)]
    [InlineData("epsilon", 2)]
    public void A_series_keeps_count_extremes_mean_and_last_of_each_bucket(string metric, int points)
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(20_000, 1);
        Runs.Record(run, trajectory, batch: 1000);
        var values = trajectory.Episodes(1, 20_000).Select(e => (Value: metric switch
        {
            "return" => e.Return,
            "length" => e.Length,
            "epsilon" => e.Metrics["epsilon"],
            _ => throw new ArgumentOutOfRangeException(nameof(metric)),
        }, e.Length)).ToList();
        using var reader = run.Read();
        var series = reader.Series(metric, points);
        Assert.Equal(values.Count, series.Total);
        Assert.InRange(series.Points.Count, 1, points);
        for (var i = 0; i < series.Points.Count; i++)
        {
            var point = series.Points[i];
            var end = i + 1 < series.Points.Count ? (int)series.Points[i + 1].X : values.Count;
            var bucket = values[(int)point.X..end];
            Assert.Equal(bucket.Count, point.Count);
            Assert.Equal(bucket.Min(v => v.Value), point.Min, 9);
            Assert.Equal(bucket.Max(v => v.Value), point.Max, 9);
            Assert.Equal(bucket[^1].Value, point.Last, 9);
            Assert.Equal(bucket.Average(v => v.Value), point.Mean, 6);
        }

        Assert.Empty(reader.Series("unheard_of", 10).Points);
        Assert.Equal(["return", "length", "steps_per_second", "epsilon"], reader.Metrics());
        Assert.Equal(11, reader.Series(metric, 600, fromEpisode: 10, toEpisode: 20).Total);
    }

    [Fact]
    public void Logs_page_both_ways_and_filter_by_severity_and_component()
    {
        using var run = new TempRun();
        using var file = run.Create();
        for (var i = 1; i <= 30; i++)
        {
            file.Commit([Runs.Log($"line {i}", i % 3 == 0 ? LogSeverity.Warning : LogSeverity.Info, i % 2 == 0 ? "worker" : "trainer")], i);
        }

        using var reader = run.Read();
        var first = reader.Logs(4);
        Assert.Equal(["line 30", "line 29", "line 28", "line 27"], first.Logs.Select(l => l.Record.Message));
        Assert.Equal("line 26", reader.Logs(4, first.NextCursor).Logs[0].Record.Message);
        Assert.Null(reader.Logs(30).NextCursor);
        Assert.Equal(["line 30", "line 24"], reader.Logs(2, null, LogSeverity.Warning, "worker").Logs.Select(l => l.Record.Message));
        var since = reader.LogsSince(20, 5);
        Assert.Equal(["line 26", "line 27", "line 28", "line 29", "line 30"], since.Logs.Select(l => l.Record.Message));
        Assert.Equal((5, 30), (since.Skipped, since.LastRow));
    }

    [Fact]
    public void A_copied_folder_is_the_run_even_where_nothing_can_be_written_P_ISLAND()
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(500, 1));
        var copy = Path.Combine(run.Root.Path, "with space & #");
        Directory.CreateDirectory(copy);
        File.Copy(run.Folder.DatabaseFile, Path.Combine(copy, "run.db"));
        using (var reader = RunReader.Open(new RunFolder(copy)))
        {
            Assert.Equal(500, reader.Summary().Steps);
        }

        Assert.True(RunVerifier.Verify(new RunFolder(copy)).Complete);
    }

    [Fact]
    public void A_file_that_is_no_run_file_or_of_a_newer_format_is_refused_in_words()
    {
        using var run = new TempRun();
        Assert.Contains("no run file", Refusal(), StringComparison.Ordinal);
        Runs.Record(run, new Trajectory(10, 1));
        Set("PRAGMA user_version = 7");
        Assert.Contains("format 7", Refusal(), StringComparison.Ordinal);
        Assert.Contains("format 7", Assert.Throws<RunFileException>(run.Open).Message, StringComparison.Ordinal);
        Set("PRAGMA user_version = 1; PRAGMA application_id = 5");
        Assert.Contains("application id", Refusal(), StringComparison.Ordinal);
        File.WriteAllText(run.Folder.DatabaseFile, "this is a letter to my grandmother, not a database at all");
        Assert.Contains("damaged", Refusal(), StringComparison.Ordinal);
        File.WriteAllText(run.Folder.DatabaseFile, "");
        Assert.Contains("empty", Refusal(), StringComparison.Ordinal);

        string Refusal() => Assert.Throws<RunFileException>(run.Read).Message;

        void Set(string sql)
        {
            using var db = SqliteDb.OpenWriter(run.Folder.DatabaseFile, TimeSpan.Zero);
            db.Execute(sql);
        }
    }
}
