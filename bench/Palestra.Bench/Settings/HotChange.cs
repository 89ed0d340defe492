using System.Globalization;
using Palestra.Settings;
using Palestra.Storage;

namespace Palestra.Bench;

/// <summary>Changes of one hot setting, each on disk before the next, beside the same commits without a hub.</summary>
internal sealed class HotChange(SettingsCatalog catalog, string folder, int changes, TimeProvider clock)
{
    private const string Key = "run.default_seed";
    private const string Namespace = "run";

    /// <returns>Changes per second: validated, stored, in force and told.</returns>
    public double Hub()
    {
        var root = NewFolder();
        using var hub = new SettingsHub(catalog, new() { CommandLine = [new(PathSettings.DataDirKey, root.Path)] }, new OverrideStore(root), clock);
        var cell = hub.Cell<RunDefaultsSettings>();
        var sum = 0L;
        using var subscription = hub.Subscribe([Key], news => sum += news.After.Get<RunDefaultsSettings>().DefaultSeed);
        var started = clock.GetTimestamp();
        for (var i = 1; i <= changes; i++)
        {
            var seed = Text(i + 1);
            var outcome = hub.Change(new() { Values = [new(Key, seed)], Who = "bench", Via = ChangeVia.Api });
            BenchFailedException.Unless(outcome is ChangeOutcome.Applied && cell.Value.DefaultSeed == i + 1, $"The change to {seed} came to {outcome}.");
        }

        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        var expected = ((long)changes * (changes + 3)) / 2;
        BenchFailedException.Unless(sum == expected && hub.VersionOf(Namespace) == changes, $"Subscribers were told {sum} in all, not {expected}, up to version {hub.VersionOf(Namespace)}.");
        return changes / seconds;
    }

    /// <returns>Commits per second.</returns>
    public double Store()
    {
        var store = new OverrideStore(NewFolder());
        var started = clock.GetTimestamp();
        for (var i = 1; i <= changes; i++)
        {
            var stored = store.Load();
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
            var change = new SettingChange { TimeUs = now, Who = "bench", Via = ChangeVia.Api, Key = Key, New = Text(i + 1) };
            var result = store.Commit([change], new Dictionary<string, long> { [Namespace] = stored.Versions.GetValueOrDefault(Namespace) });
            BenchFailedException.Unless(result is StoreCommit.Done, $"Commit {i} came to {result}.");
        }

        return changes / clock.GetElapsedTime(started).TotalSeconds;
    }

    private DataRoot NewFolder()
    {
        var path = Path.Combine(folder, "settings", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(path);
        return new DataRoot(path);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
