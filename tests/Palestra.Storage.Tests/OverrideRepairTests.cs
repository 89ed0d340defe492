using System.Globalization;
using Palestra.Settings;
using static Palestra.Storage.Tests.OverrideStoreTests;

namespace Palestra.Storage.Tests;

/// <summary>A damaged store gives back what can be read of it, and says what cannot.</summary>
public sealed class OverrideRepairTests
{
    private const int PageSize = 4096;
    private const int Keys = 40;
    private const int Changes = 400;

    [Fact]
    public void Whichever_page_is_destroyed_what_is_carried_over_is_right_and_versions_go_on()
    {
        using var original = new TempRun();
        Fill(original.Root);
        var content = File.ReadAllBytes(original.Root.StoredSettingsFile);
        Assert.False(File.Exists(original.Root.StoredSettingsFile + "-wal"));
        var truth = new OverrideStore(original.Root).Load();
        var told = truth.Versions["group"];
        var pages = content.Length / PageSize;
        Assert.True(pages > 8, $"only {pages} pages");
        var values = truth.Overrides.ToDictionary(o => o.Key, o => o.Value);
        var everyValue = 0;
        for (var page = 0; page < pages; page++)
        {
            using var run = new TempRun();
            var damaged = content.ToArray();
            damaged.AsSpan(page * PageSize, PageSize).Fill(0xA5);
            File.WriteAllBytes(run.Root.StoredSettingsFile, damaged);
            var store = new OverrideStore(run.Root);
            var said = store.RepairIfDamaged();
            Assert.True(said is not null, $"page {page}: nothing was said");
            Assert.Contains("carried over", said, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(run.Root.StoredSettingsFile + ".damaged-1"));
            Assert.Null(store.RepairIfDamaged());

            var now = store.Load();
            everyValue += now.Overrides.Count == values.Count ? 1 : 0;
            // The store holds a value twice, in its table and in the history, so that one page never takes both.
            Assert.Equal(truth.Overrides.Select(o => (o.Key, o.Value)), now.Overrides.Select(o => (o.Key, o.Value)));
            Assert.True(now.Versions["group"] > told, $"page {page}: version {now.Versions["group"]} was told before");
            Assert.All(store.History(null, null, 1000), change => Assert.Equal(NewOf(change.Id), change.New));
            Done(store.Commit([Change("group.key01", "after")], Expect("group", now.Versions["group"])));
        }

        Assert.Equal(pages, everyValue);
    }

    [Fact]
    public void A_file_of_which_nothing_is_left_is_set_aside_and_says_that_everything_is_lost()
    {
        using var run = new TempRun();
        File.WriteAllText(run.Root.StoredSettingsFile, new string('x', 3 * PageSize));
        var store = new OverrideStore(run.Root);
        Assert.Contains("damaged", Assert.Throws<OverrideStoreException>(() => store.Load()).Message, StringComparison.Ordinal);
        Assert.Contains("nothing in it could be read", store.RepairIfDamaged(), StringComparison.Ordinal);
        Assert.Empty(store.Load().Overrides);
        Done(store.Commit([Change("a.b", "1")], Expect("a", 0)));
    }

    private static string? NewOf(long id) => id % 7 == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"value {id} {new string('v', 60)}");

    private static void Fill(DataRoot root)
    {
        var store = new OverrideStore(root);
        for (var id = 1L; id <= Changes; id++)
        {
            Done(store.Commit([Change(string.Create(CultureInfo.InvariantCulture, $"group.key{id % Keys:00}"), NewOf(id), time: id)], Expect("group", id - 1)));
        }
    }
}
