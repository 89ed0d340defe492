namespace Palestra.Settings.Tests;

public sealed class DoctorTests
{
    [Fact]
    public void Healthy_settings_have_no_findings()
    {
        using var files = new LayerFiles().File("""{ "sample.live.low": 11 }""");
        Assert.Empty(SettingsDoctor.Examine(Live.Catalog, files.Sources));
    }

    [Fact]
    public void What_is_ignored_shadowed_needless_or_switched_off_is_found_worst_first()
    {
        using var files = new LayerFiles()
            .File("""{ "sample.sink.batch_size": 64, "sample.sink.title": "a", "sample.live.guard": false }""")
            .Stored("sample.sink.title", "b")
            .Stored("sample.sink.ratio", "7")
            .Env("GYM_SOMETHING_ELSE_ALTOGETHER", "1");
        var findings = SettingsDoctor.Examine(Live.Catalog, files.Sources);
        Assert.Equal(
            [
                ("warning", null, "Environment variable 'GYM_SOMETHING_ELSE_ALTOGETHER' is not a setting; it has no effect."),
                ("ignored-override", "sample.sink.ratio",
                    "The stored override of sample.sink.ratio is ignored: '7' is too large, allowed is a number from 0 to 1 1; "
                        + "'palestra settings unset sample.sink.ratio' removes it."),
                ("kill-switch", "sample.live.guard", $"sample.live.guard is switched off ({files.SettingsFile} line 1)."),
                ("shadowed", "sample.sink.title", $"sample.sink.title = 'a' has no effect ({files.SettingsFile} line 1): "
                    + "overridden by the value stored by ada at 1970-01-01 00:00:00Z."),
                ("equals-default", "sample.sink.batch_size",
                    $"sample.sink.batch_size = '64' is the default anyway ({files.SettingsFile} line 1); it can be removed."),
            ],
            findings.Select(finding => (finding.Code, finding.Key, finding.Sentence)));
        Assert.Equal(findings.OrderBy(finding => finding.Severity), findings);
    }

    [Fact]
    public void A_default_that_hides_another_value_is_not_needless()
    {
        using var files = new LayerFiles().File("""{ "sample.sink.title": "a" }""").Set("sample.sink.title", "");
        Assert.Equal(["shadowed"], SettingsDoctor.Examine(Live.Catalog, files.Sources).Select(finding => finding.Code));
    }

    [Fact]
    public void What_stops_a_start_is_all_that_is_said()
    {
        using var files = new LayerFiles().Set("sample.sink.titel", "x").Set("sample.live.low", "500");
        Assert.Equal(
            [(FindingSeverity.Error, "unknown"), (FindingSeverity.Error, "rule")],
            SettingsDoctor.Examine(Live.Catalog, files.Sources).Select(finding => (finding.Severity, finding.Code)));
    }

    [Fact]
    public void A_file_that_others_can_change_is_found()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var files = new LayerFiles().File("{}");
        LayerFiles.Mode(files.SettingsFile, UnixFileMode.GroupWrite);
        var finding = Assert.Single(SettingsDoctor.Examine(Live.Catalog, files.Sources));
        Assert.Equal(("file-mode", $"{files.SettingsFile} can be changed by others (mode 0620); chmod go-w {files.SettingsFile}"), (finding.Code, finding.Sentence));
    }

    [Fact]
    public void What_is_deprecated_still_counts_and_whoever_gives_it_is_told()
    {
        var catalog = SettingsCatalog.Of(typeof(Old));
        Assert.Empty(SettingsLoader.Load(catalog, new()).Warnings);
        var snapshot = SettingsLoader.Load(catalog, new() { CommandLine = [new("sample.old.name", "x")] });
        Assert.Equal(["sample.old.name is deprecated: use sample.new.name."], snapshot.Warnings);
        Assert.Equal("x", snapshot.Get<Old>().Name);
        Assert.Contains("*Deprecated: use sample.new.name.*", SettingsDocs.Markdown(catalog), StringComparison.Ordinal);
    }

    [SettingsGroup("sample.old")]
    private sealed record Old
    {
        [Setting("name", "An old name.", Deprecated = "use sample.new.name.")]
        public string Name { get; init; } = "";
    }
}
