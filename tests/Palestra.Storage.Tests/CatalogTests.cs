using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void Runs_page_from_the_newest_with_filters_and_a_total()
    {
        using var run = new TempRun();
        Directory.CreateDirectory(run.Root.RunsFolder);
        using var catalog = Catalog.Open(run.Root);
        for (var i = 0; i < 25; i++)
        {
            catalog.Upsert(Row($"run-{i:00}", createdUs: i / 2) with
            {
                EnvId = i % 5 == 0 ? "CartPole-v1" : "FrozenLake-v1",
                Status = i < 3 ? "EXEC" : "TERM",
                Tags = i == 7 ? ["Ünïque"] : [],
            });
        }

        var seen = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = catalog.Page(new CatalogQuery(4, cursor));
            Assert.Equal(25, page.Total);
            seen.AddRange(page.Runs.Select(r => r.RunId));
            if ((cursor = page.NextCursor) is null)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 25).OrderByDescending(i => i / 2).ThenByDescending(i => i).Select(i => $"run-{i:00}"), seen);
        Assert.Equal(5, catalog.Page(new CatalogQuery(100, EnvId: "CartPole-v1")).Total);
        Assert.Equal(3, catalog.Page(new CatalogQuery(100, State: "EXEC")).Total);
        Assert.Equal("run-07", Assert.Single(catalog.Page(new CatalogQuery(100, Text: "üNÏQ")).Runs).RunId);
        catalog.Delete("run-07");
        Assert.Null(catalog.Find("run-07"));
        Assert.Equal(24, catalog.Page(new CatalogQuery(100)).Total);
    }

    [Fact]
    public void What_the_catalogue_was_told_is_in_its_files_at_once_so_that_a_killed_daemon_leaves_it_there()
    {
        using var run = new TempRun();
        Directory.CreateDirectory(run.Root.RunsFolder);
        using var catalog = Catalog.Open(run.Root);
        for (var i = 0; i < 20; i++)
        {
            catalog.Upsert(Row($"run-{i:00}", createdUs: i));
            using var copy = new TempRun();
            foreach (var file in new[] { run.Root.CatalogFile, $"{run.Root.CatalogFile}-wal" })
            {
                File.Copy(file, Path.Combine(copy.Root.Path, Path.GetFileName(file)));
            }

            using var db = SqliteDb.OpenReader(copy.Root.CatalogFile, TimeSpan.Zero);
            Assert.Equal(i + 1, db.Scalar("SELECT count(*) FROM runs"));
        }
    }

    [Fact]
    public void A_lost_catalogue_is_rebuilt_from_the_run_folders()
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(800, 1);
        Runs.Record(run, trajectory);
        using var catalog = Catalog.Rebuild(run.Root);
        var row = Assert.Single(catalog.Page(new CatalogQuery(100)).Runs);
        Assert.Equal(("demo", "TERM", "succeeded", 800L, "FrozenLake-v1", 7UL), (row.RunId, row.Status, row.Outcome, row.Steps, row.EnvId, row.Seed));
        Assert.Equal(trajectory.Episodes(1, 800).Count(), row.Episodes);
        Assert.Equal((100L, TelemetryMode.DualPath), (row.TargetEpisodes, row.TelemetryMode));
        Assert.NotEmpty(row.Sparkline);
        Assert.Null(row.Damaged);
        Assert.Equal(["baseline"], row.Tags);
    }

    [Fact]
    public void A_damaged_run_has_its_sentence_and_hides_no_other_P_ISLAND()
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(800, 1));
        foreach (var (name, content) in new[] { ("garbage", "garbage"), ("empty", "") })
        {
            Directory.CreateDirectory(run.Root.Run(RunId.Parse(name)).Path);
            File.WriteAllText(run.Root.Run(RunId.Parse(name)).DatabaseFile, content);
        }

        var truncated = run.Root.Run(RunId.Parse("truncated"));
        Directory.CreateDirectory(truncated.Path);
        File.Copy(run.Folder.ManifestFile, truncated.ManifestFile);
        File.WriteAllBytes(truncated.DatabaseFile, File.ReadAllBytes(run.Folder.DatabaseFile)[..5000]);
        Directory.CreateDirectory(Path.Combine(run.Root.RunsFolder, "not a run id"));

        using var catalog = Catalog.Rebuild(run.Root);
        var rows = catalog.Page(new CatalogQuery(100)).Runs.ToDictionary(r => r.RunId);
        Assert.Equal(["demo", "empty", "garbage", "truncated"], rows.Keys.Order());
        Assert.Null(rows["demo"].Damaged);
        Assert.Contains("damaged", rows["garbage"].Damaged!, StringComparison.Ordinal);
        Assert.Contains("empty", rows["empty"].Damaged!, StringComparison.Ordinal);
        Assert.NotNull(rows["truncated"].Damaged);
        Assert.Equal("FrozenLake-v1", rows["truncated"].EnvId);
    }

    [Fact]
    public void Folders_that_came_or_went_are_noticed_when_it_is_opened()
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(100, 1));
        Catalog.Open(run.Root).Dispose();
        Directory.Move(run.Folder.Path, run.Root.Run(RunId.Parse("moved")).Path);
        using var catalog = Catalog.Open(run.Root);
        Assert.Single(catalog.Page(new CatalogQuery(100)).Runs);
        Assert.Null(catalog.Find("demo"));
    }

    [Fact]
    public void A_damaged_catalogue_is_set_aside_and_rebuilt_and_says_so()
    {
        using var run = new TempRun();
        Runs.Record(run, new Trajectory(100, 1));
        File.WriteAllText(run.Root.CatalogFile, new string('x', 5000));
        using var catalog = Catalog.Open(run.Root);
        Assert.Contains("damaged", catalog.RebuiltBecause!, StringComparison.Ordinal);
        Assert.Single(catalog.Page(new CatalogQuery(100)).Runs);
        Assert.True(File.Exists(run.Root.CatalogFile + ".damaged"));
    }

    private static CatalogRow Row(string id, long createdUs) => new() { RunId = id, Name = id, CreatedUs = createdUs };
}
