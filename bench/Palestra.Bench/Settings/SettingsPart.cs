namespace Palestra.Bench;

/// <summary>The rows <c>settings.…</c>.</summary>
internal static class SettingsPart
{
    public static async Task<IReadOnlyList<BenchResult>> RunAsync(BenchOptions options)
    {
        var catalog = options.Settings.Catalog;
        var read = new Comparison("settings.read_cell", "reads/s", Better.Higher, "a plain field of a plain object");
        var reading = new CellRead(catalog, options.Sizes.CellReads, options.Clock);
        await Rounds.RunAsync(
            options, "settings.read_cell", () => Task.FromResult(reading.Cell()), () => Task.FromResult(reading.Field()), read.Add).ConfigureAwait(false);

        var change = new Comparison("settings.change", "changes/s", Better.Higher, "the same commits to the store, without a hub");
        var changing = new HotChange(catalog, options.Folder, options.Sizes.HotChanges, options.Clock);
        await Rounds.RunAsync(
            options, "settings.change", () => Task.FromResult(changing.Hub()), () => Task.FromResult(changing.Store()), change.Add).ConfigureAwait(false);
        return [read.Build("0.5 x the baseline", (_, ratio) => ratio >= 0.5), change.Build()];
    }
}
