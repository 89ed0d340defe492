using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class EpisodeMetricsTests
{
    [Fact]
    public void Metrics_come_back_exactly_whatever_they_are_called_and_whenever_they_appear()
    {
        using var run = new TempRun();
        var steps = new Trajectory(500, 1);
        IReadOnlyDictionary<string, double>[] metrics =
        [
            new Dictionary<string, double>(),
            new Dictionary<string, double> { ["loss"] = 0.1 + 0.2, ["Loss"] = -0.0, ["it's \"odd\""] = 1e-310 },
            new Dictionary<string, double> { ["Loss"] = double.NaN, ["loss"] = double.PositiveInfinity, ["return"] = 3 },
            Enumerable.Range(0, 50).ToDictionary(i => $"q[{i}]", i => i / 7.0),
            new Dictionary<string, double> { ["q[49]"] = double.NegativeInfinity, ["q[48]"] = double.NaN, ["loss"] = 2 },
        ];
        var episodes = steps.Episodes(1, 500).Take(metrics.Length).Select((e, i) => With(e, metrics[i])).ToList();
        using (var file = run.Create())
        {
            file.Commit([steps.Batch(1, 500), .. episodes[..2]], 1);
            file.Commit([.. episodes[2..4]], 2);
        }

        using var reader = run.Read();
        Assert.Equal(4, reader.Episodes(10).Total);
        using (var file = run.Open())
        {
            file.Commit([episodes[4]], 3);
        }

        // -0.0 is stored as 0, as SQLite does with whole numbers.
        Assert.Equal(metrics, reader.Episodes(10).Episodes.Reverse().Select(e => e.Episode.Metrics));
        Assert.Equal([2.0], reader.Series("loss", 10, 4).Points.Select(p => p.Last));
        Assert.Equal([1L, 4L], reader.Series("loss", 10).Points.Select(p => p.X));
        Assert.Equal([49 / 7.0], reader.Series("q[49]", 10).Points.Select(p => p.Mean));
    }

    [Fact]
    public void A_disk_that_fails_while_a_metric_appears_leaves_no_trace_of_it()
    {
        using var run = new TempRun();
        var steps = new Trajectory(500, 1);
        var episodes = steps.Episodes(1, 500).ToList();
        using var file = run.Create();
        file.Commit([steps.Batch(1, 500)], 1);
        file.Db.Execute("PRAGMA max_page_count = 1");
        Assert.Throws<RunFileUnavailableException>(() => file.Commit([episodes[0], Runs.Log(new string('x', 100_000))], 2));
        using var reader = run.Read();
        Assert.Equal(0, reader.Episodes(1).Total);
        file.Commit([episodes[0], Runs.Log(new string('x', 100_000))], 2);
        Assert.Equal(episodes[0].Metrics, reader.Episodes(1).Episodes[0].Episode.Metrics);
    }

    [Fact]
    public void The_view_shows_them_as_one_object()
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(300, 1));
        using var db = SqliteDb.OpenReader(run.Folder.DatabaseFile, TimeSpan.Zero);
        Assert.Equal("{\"epsilon\":1.0}", db.Text("SELECT metrics FROM episodes WHERE row = 1"));
        Assert.Equal("{\"epsilon\":0.5}", db.Text("SELECT metrics FROM episodes WHERE row = 2"));
    }

    private static EpisodeFinalized With(EpisodeFinalized episode, IReadOnlyDictionary<string, double> metrics) => new()
    {
        Stream = episode.Stream,
        Episode = episode.Episode,
        FirstSeq = episode.FirstSeq,
        LastSeq = episode.LastSeq,
        Return = episode.Return,
        Terminated = episode.Terminated,
        Truncated = episode.Truncated,
        StartTimeUs = episode.StartTimeUs,
        EndTimeUs = episode.EndTimeUs,
        Metrics = metrics,
    };
}
