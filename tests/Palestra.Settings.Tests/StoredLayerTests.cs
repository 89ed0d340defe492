namespace Palestra.Settings.Tests;

public sealed class StoredLayerTests
{
    private const string Key = "sample.sink.batch_size";

    [Fact]
    public void Explain_says_who_stored_a_value_and_when()
    {
        using var files = new LayerFiles();
        files.Store.With(Key, "128", who: "grace", timeUs: 1_790_000_000_000_000);
        var setting = files.Load().Effective.Single(s => s.Spec.Key == Key);
        Assert.Equal(("128", SettingOrigin.Stored), (setting.Value, setting.Origin));
        Assert.Equal(
            new(SettingOrigin.Stored, "128", "stored by grace at 2026-09-21 14:13:20Z", true, "in force: no stronger layer says anything"),
            setting.Layers[2]);
        Assert.Equal("overridden by the value stored by grace at 2026-09-21 14:13:20Z", setting.Layers[0].Note);
    }

    [Theory]
    [InlineData(Key, "9999", "'9999' is too large, allowed is a whole number from 1 to 4096 steps")]
    [InlineData("sample.sink.bach_size", "5", "there is no such setting (did you mean 'sample.sink.batch_size'?)")]
    [InlineData("sample.login.token", "x", "a secret is never stored")]
    public void A_stored_value_that_the_program_no_longer_takes_is_ignored_with_a_warning(string key, string value, string why)
    {
        using var files = new LayerFiles().Stored(key, value);
        var snapshot = files.Load();
        var sentence = $"The stored override of {key} is ignored: {why}; 'palestra settings unset {key}' removes it.";
        Assert.Equal([sentence], snapshot.Warnings);
        Assert.Equal(sentence, snapshot.IgnoredOverrides[key].Sentence);
        Assert.Equal(new SampleSettings(), snapshot.Get<SampleSettings>());
        if (snapshot.Catalog.Find(key) is not null)
        {
            var row = snapshot.Effective.Single(s => s.Spec.Key == key).Layers[2];
            Assert.Equal((null, false, $"ignored (stored by ada at 1970-01-01 00:00:00Z): {why}"), (row.Value, row.Wins, row.Note));
        }
    }

    [Fact]
    public void A_stored_value_that_names_code_is_ignored()
    {
        using var files = new LayerFiles().Stored(Live.Code, "/x");
        var snapshot = SettingsLoader.Load(Live.Catalog, files.Sources);
        Assert.Equal(string.Empty, snapshot.Get<LiveSample>().Code);
        Assert.Equal(
            $"The stored override of {Live.Code} is ignored: the setting names code to execute, which is never stored; 'palestra settings unset {Live.Code}' removes it.",
            Assert.Single(snapshot.Warnings));
    }

    [Fact]
    public void Stored_values_that_break_a_rule_with_the_other_layers_stop_no_start()
    {
        using var files = new LayerFiles().Set("sample.live.capacity", "50").Set("sample.live.high", "50")
            .Stored(Live.Low, "60").Stored(Live.Guard, "false").Stored(Key, "7");
        var snapshot = SettingsLoader.Load(Live.Catalog, files.Sources);
        Assert.Equal((10, true), (snapshot.Get<LiveSample>().Low, snapshot.Get<LiveSample>().Guard));
        Assert.Equal(7, snapshot.Get<SampleSettings>().BatchSize);
        Assert.Equal([Live.Guard, Live.Low], snapshot.IgnoredOverrides.Keys.Order(StringComparer.Ordinal));
        Assert.All(snapshot.Warnings, warning => Assert.Contains(
            "it breaks a rule: sample.live.low = 60 must not be above sample.live.high = 50;", warning, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_that_is_broken_without_stored_values_too_is_an_error()
    {
        using var files = new LayerFiles().Set(Live.High, "5").Stored(Live.Low, "60");
        var refused = Assert.Throws<SettingsException>(() => SettingsLoader.Load(Live.Catalog, files.Sources));
        Assert.Equal("sample.live.low = 10 must not be above sample.live.high = 5.", refused.Message);
    }

    [Fact]
    public void A_store_that_cannot_be_read_is_a_warning_and_enables_kill_switches()
    {
        using var files = new LayerFiles().File($$"""{ "{{Live.Guard}}": false }""").Stored(Live.Low, "60");
        Assert.False(SettingsLoader.Load(Live.Catalog, files.Sources).Get<LiveSample>().Guard);

        files.Store.Trouble = "catalog.db is damaged.";
        var snapshot = SettingsLoader.Load(Live.Catalog, files.Sources);
        Assert.Equal((true, 10), (snapshot.Get<LiveSample>().Guard, snapshot.Get<LiveSample>().Low));
        Assert.Equal(
            ["The stored overrides cannot be read: catalog.db is damaged. None of them is in force, and kill switches are enabled."],
            snapshot.Warnings);
        var guard = snapshot.Effective.Single(s => s.Spec.Key == Live.Guard);
        Assert.Equal(
            new(SettingOrigin.Stored, "true", "the store, which cannot be read", true,
                "cannot be read: catalog.db is damaged; a kill switch is enabled until it can be"),
            guard.Layers[2]);
        Assert.Equal("cannot be read: catalog.db is damaged", snapshot.Effective.Single(s => s.Spec.Key == Live.Low).Layers[2].Note);
    }

    [Theory]
    [InlineData(SettingOrigin.DotEnv)]
    [InlineData(SettingOrigin.Environment)]
    [InlineData(SettingOrigin.CommandLine)]
    public void Whoever_pins_a_kill_switch_is_stronger_than_an_unreadable_store(SettingOrigin layer)
    {
        using var files = new LayerFiles().Put(layer, Live.Guard, "false", Live.Catalog);
        files.Store.Trouble = "gone";
        Assert.False(SettingsLoader.Load(Live.Catalog, files.Sources).Get<LiveSample>().Guard);
    }

    [Fact]
    public void The_store_is_asked_for_the_data_folder_that_the_layers_lead_to()
    {
        using var files = new LayerFiles();
        var asked = "";
        var sources = new SettingsSources
        {
            CommandLine = [new("paths.data_dir", files.Folder)],
            Stored = folder =>
            {
                asked = folder;
                return new([new("run.default_seed", "9", "ada", 0)], new Dictionary<string, long> { ["run"] = 4 });
            },
        };
        var snapshot = SettingsLoader.LoadForDataRoot(SettingsCatalog.Of(CommonSettings.Groups), sources, out _);
        Assert.Equal((files.Folder, 9), (asked, snapshot.Get<RunDefaultsSettings>().DefaultSeed));
        Assert.Equal(4, snapshot.Effective.Single(s => s.Spec.Key == "run.default_seed").Version);
    }
}
