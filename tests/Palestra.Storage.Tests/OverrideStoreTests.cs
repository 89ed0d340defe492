using System.Diagnostics;
using System.Globalization;
using Palestra.Settings;

namespace Palestra.Storage.Tests;

/// <summary>What operators store stays, whoever dies, whoever else writes, whatever the disk does.</summary>
public sealed class OverrideStoreTests
{
    private const string Ns = "telemetry.db_sink";
    private const string Key = Ns + ".batch_size";

    [Fact]
    public void A_store_that_was_never_written_says_nothing_and_makes_no_file()
    {
        using var run = new TempRun();
        var store = new OverrideStore(run.Root);
        Assert.Empty(store.Load().Overrides);
        Assert.Empty(store.History(null, null, 10));
        Assert.Null(store.RepairIfDamaged());
        Assert.False(File.Exists(run.Root.StoredSettingsFile));
        Assert.Empty(OverrideStore.LoadFrom(Path.Combine(run.Root.Path, "absent")).Overrides);
    }

    [Fact]
    public void A_commit_is_there_for_every_later_reader_with_version_and_history()
    {
        using var run = new TempRun();
        var store = new OverrideStore(run.Root);
        var done = Done(store.Commit([Change(Key, "1", time: 10), Change(Ns + ".commit_interval", "5", time: 10)], Expect(Ns, 0)));
        Assert.Equal([1L, 2L], done.Ids);
        Assert.Equal(1, done.Versions[Ns]);
        Done(store.Commit([Change(Key, "2", "1", time: 20) with { Pending = true, RunPositions = new Dictionary<string, long> { ["r"] = 7 } }], Expect(Ns, 1)));
        Done(store.Commit([Change(Ns + ".commit_interval", null, "5", time: 30)], Expect(Ns, 2)));

        var stored = OverrideStore.LoadFrom(run.Root.Path);
        Assert.Equal(new StoredOverride(Key, "2", "ada", 20), Assert.Single(stored.Overrides));
        Assert.Equal(3, Assert.Single(stored.Versions).Value);
        var history = new OverrideStore(run.Root).History(null, null, 10);
        Assert.Equal([4L, 3L, 2L, 1L], history.Select(change => change.Id));
        Assert.Equal((Key, "1", "2", true, 7L), (history[1].Key, history[1].Old, history[1].New, history[1].Pending, history[1].RunPositions["r"]));
        Assert.Null(history[0].New);
        Assert.Equal([3L, 1L], store.History(Key, null, 10).Select(change => change.Id));
        Assert.Equal([1L], store.History(Key, 3, 10).Select(change => change.Id));
        Assert.Equal([4L, 3L], store.History(null, null, 2).Select(change => change.Id));
    }

    [Fact]
    public void A_commit_for_an_old_version_writes_nothing_and_says_which_is_the_present_one()
    {
        using var run = new TempRun();
        var store = new OverrideStore(run.Root);
        Done(store.Commit([Change(Key, "1")], Expect(Ns, 0)));
        var conflict = store.Commit([Change("live.rate", "1"), Change(Key, "2")], new Dictionary<string, long> { ["live"] = 0, [Ns] = 0 });
        Assert.Equal(new StoreCommit.Conflict(Ns, 0, 1), conflict);
        Assert.Equal("1", Assert.Single(store.Load().Overrides).Value);
        Assert.Single(store.History(null, null, 10));
        Assert.False(store.Load().Versions.ContainsKey("live"));
    }

    [Fact]
    public void An_edit_of_the_settings_file_is_history_and_no_override()
    {
        using var run = new TempRun();
        var store = new OverrideStore(run.Root);
        Done(store.Commit([Change(Key, "9") with { Via = ChangeVia.File }], new Dictionary<string, long>()));
        Assert.Empty(store.Load().Overrides);
        Assert.Empty(store.Load().Versions);
        Assert.Equal(ChangeVia.File, Assert.Single(store.History(null, null, 10)).Via);
    }

    [Fact]
    public void The_history_can_be_changed_by_nobody()
    {
        using var run = new TempRun();
        Done(new OverrideStore(run.Root).Commit([Change(Key, "1")], Expect(Ns, 0)));
        using var db = SqliteDb.OpenWriter(run.Root.StoredSettingsFile, TimeSpan.FromSeconds(1));
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => db.Execute("DELETE FROM history")).Message, StringComparison.Ordinal);
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => db.Execute("UPDATE history SET who = 'x'")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writers_at_the_same_time_never_lose_a_write()
    {
        using var run = new TempRun();
        const int Writers = 4, Each = 25;
        var conflicts = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            var store = new OverrideStore(run.Root);
            for (var i = 0; i < Each; i++)
            {
                // Each adds one to what it has read; a conflict means to read again.
                while (true)
                {
                    var now = store.Load();
                    var old = now.Overrides.SingleOrDefault()?.Value;
                    var next = (int.Parse(old ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
                    if (store.Commit([Change(Key, next, old)], Expect(Ns, now.Versions.GetValueOrDefault(Ns))) is StoreCommit.Done)
                    {
                        break;
                    }

                    Interlocked.Increment(ref conflicts);
                }
            }
        }, TestContext.Current.CancellationToken)));

        var stored = new OverrideStore(run.Root).Load();
        Assert.Equal(Writers * Each, int.Parse(Assert.Single(stored.Overrides).Value, CultureInfo.InvariantCulture));
        Assert.Equal(Writers * Each, stored.Versions[Ns]);
        var history = new OverrideStore(run.Root).History(Key, null, 1000);
        Assert.Equal(Writers * Each, history.Count);
        Assert.All(history.Zip(history.Skip(1)), pair => Assert.Equal(pair.Second.New, pair.First.Old));
    }

    [Fact]
    public async Task While_another_process_writes_readers_go_on_and_a_commit_is_refused_in_a_sentence()
    {
        using var run = new TempRun();
        var store = new OverrideStore(run.Root, TimeSpan.FromMilliseconds(20));
        Done(store.Commit([Change(Key, "1")], Expect(Ns, 0)));
        using (var other = await LockHolder.StartAsync(run.Root.StoredSettingsFile, TestContext.Current.CancellationToken))
        {
            Assert.Equal("1", Assert.Single(store.Load().Overrides).Value);
            var refused = Assert.Throws<OverrideStoreException>(() => store.Commit([Change(Key, "2")], Expect(Ns, 1)));
            Assert.Contains("locked by another process", refused.Message, StringComparison.Ordinal);
            await other.StandardInput.WriteLineAsync("let go");
            await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Single(store.History(null, null, 10));
        Done(store.Commit([Change(Key, "2")], Expect(Ns, 1)));
    }

    [Fact]
    public void A_full_or_protected_disk_refuses_the_change_and_keeps_what_is_stored()
    {
        using var disk = SmallDisk.Mount(512);
        using var run = new TempRun(at: Path.Combine(disk.Path, "data"));
        var store = new OverrideStore(run.Root);
        Done(store.Commit([Change(Key, "1")], Expect(Ns, 0)));
        disk.Fill();
        var full = Assert.Throws<OverrideStoreException>(() => store.Commit([Change(Key, new string('2', 10_000))], Expect(Ns, 1)));
        Assert.Contains(run.Root.StoredSettingsFile, full.Message, StringComparison.Ordinal);
        disk.Free();
        Assert.Equal("1", Assert.Single(store.Load().Overrides).Value);
        disk.Protect();
        var isProtected = Assert.Throws<OverrideStoreException>(() => store.Commit([Change(Key, "2")], Expect(Ns, 1)));
        Assert.Contains(run.Root.StoredSettingsFile, isProtected.Message, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(store.Load().Overrides).Value);
        disk.Unprotect();
        Done(store.Commit([Change(Key, "2")], Expect(Ns, 1)));
        Assert.Equal("2", Assert.Single(store.Load().Overrides).Value);
    }

    [Fact]
    public async Task A_process_killed_before_any_statement_leaves_all_of_its_change_or_nothing()
    {
        for (var at = 0; ; at++)
        {
            using var run = new TempRun();
            Done(new OverrideStore(run.Root).Commit([Change(Key, "1")], Expect(Ns, 0)));
            using var writer = Process.Start(new ProcessStartInfo(
                Environment.ProcessPath!, ["crash-override", run.Root.Path, at.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
            var acknowledged = (await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Contains("done", StringComparison.Ordinal);
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
            var store = new OverrideStore(run.Root);
            var stored = store.Load();
            var changed = stored.Versions[Ns] == 2;
            Assert.True(changed || !acknowledged, $"statement {at}: an acknowledged change is gone");
            Assert.Equal(changed ? ["2", "3"] : ["1"], stored.Overrides.Select(o => o.Value));
            Assert.Equal(changed ? 3 : 1, store.History(null, null, 10).Count);
            Done(store.Commit([Change(Key, "4")], Expect(Ns, changed ? 2 : 1)));
            if (acknowledged)
            {
                Assert.True(at > 4, $"only {at} statements were tried");
                return;
            }
        }
    }

    /// <summary>The process that kills itself before a statement of a commit.</summary>
    internal static int CrashWriter(string folder, string at)
    {
        var left = int.Parse(at, CultureInfo.InvariantCulture);
        var store = new OverrideStore(new DataRoot(folder))
        {
            BeforeStatement = _ =>
            {
                if (left-- == 0)
                {
                    Process.GetCurrentProcess().Kill();
                }
            },
        };
        Done(store.Commit([Change(Key, "2", "1"), Change(Ns + ".commit_interval", "3")], Expect(Ns, 1)));
        Console.Out.WriteLine("done");
        return 0;
    }

    [Fact]
    public void A_file_of_a_newer_format_or_of_somebody_else_is_refused_and_left_alone()
    {
        using var run = new TempRun();
        var store = new OverrideStore(run.Root);
        Done(store.Commit([Change(Key, "1")], Expect(Ns, 0)));
        Pragma("user_version = 2");
        Assert.Contains("format 2", Assert.Throws<OverrideStoreException>(() => store.Load()).Message, StringComparison.Ordinal);
        Assert.Throws<OverrideStoreException>(() => store.Commit([Change(Key, "2")], Expect(Ns, 1)));
        Assert.Throws<OverrideStoreException>(() => store.RepairIfDamaged());
        Pragma("user_version = 1");
        Pragma("application_id = 7");
        Assert.Contains("does not hold stored settings", Assert.Throws<OverrideStoreException>(() => store.Load()).Message, StringComparison.Ordinal);

        void Pragma(string text)
        {
            using var db = SqliteDb.OpenWriter(run.Root.StoredSettingsFile, TimeSpan.FromSeconds(1));
            db.Execute($"PRAGMA {text}");
        }
    }

    [Fact]
    public void A_rebuilt_catalogue_touches_no_stored_setting()
    {
        using var run = new TempRun();
        var store = new OverrideStore(run.Root);
        Done(store.Commit([Change(Key, "1")], Expect(Ns, 0)));
        Catalog.Open(run.Root).Dispose();
        File.WriteAllText(run.Root.CatalogFile, "no database at all, but long enough to be taken for one");
        using var catalog = Catalog.Open(run.Root);
        Assert.NotNull(catalog.RebuiltBecause);
        Assert.Equal("1", Assert.Single(store.Load().Overrides).Value);
    }

    internal static StoreCommit.Done Done(StoreCommit result) => Assert.IsType<StoreCommit.Done>(result);

    internal static Dictionary<string, long> Expect(string ns, long version) => new() { [ns] = version };

    internal static SettingChange Change(string key, string? value, string? old = null, long time = 1) =>
        new() { TimeUs = time, Who = "ada", Via = ChangeVia.Cli, Key = key, Old = old, New = value };
}
