namespace Palestra.Settings.Tests;

public sealed class PrecedenceTests
{
    private static readonly SettingOrigin[] Given =
        [SettingOrigin.File, SettingOrigin.Stored, SettingOrigin.DotEnv, SettingOrigin.Environment, SettingOrigin.CommandLine];

    public static TheoryData<string, string, string> OtherValues => Sample.OtherValues;

    [Fact]
    public void The_sample_covers_every_setting_that_is_not_secret() => Assert.Equal(
        Sample.Catalog.Specs.Where(spec => !spec.Secret).Select(spec => spec.Key).Order(StringComparer.Ordinal),
        OtherValues.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(OtherValues))]
    public void Every_layer_can_override_every_setting(string key, string value, string second) => Assert.All(Given, layer =>
    {
        _ = second;
        using var files = new LayerFiles().Put(layer, key, value);
        var setting = files.Load().Effective.Single(s => s.Spec.Key == key);
        Assert.Equal(value, setting.Value);
        Assert.Equal(layer, setting.Origin);
        Assert.NotEqual(value, setting.Default);
    });

    [Theory]
    [MemberData(nameof(OtherValues))]
    public void The_stronger_layer_wins_for_every_setting(string key, string weak, string strong) =>
        Assert.All(Given.Zip(Given.Skip(1)), pair =>
        {
            using var files = new LayerFiles().Put(pair.First, key, weak).Put(pair.Second, key, strong);
            var setting = files.Load().Effective.Single(s => s.Spec.Key == key);
            Assert.Equal((strong, pair.Second), (setting.Value, setting.Origin));
        });

    [Fact]
    public void Records_are_built_from_the_winning_values()
    {
        using var files = new LayerFiles()
            .File("""{ "sample": { "sink": { "batch_size": 1, "interval": 2.5, "mode": "Fast-Lane-Only" } }, "sample.sink.ratio": 1e-3 }""")
            .DotEnv("GYM_SINK_BATCH_SIZE=2\nGYM_SAMPLE_SINK_DELAY=0.001\n")
            .Env("GYM_SINK_BATCH_SIZE", "3")
            .Env("GYM_SAMPLE_SINK_ENABLED", "OFF")
            .Set("sample.sink.batch_size", "4")
            .Set("sample.sink.batch_size", "5");
        var record = files.Load().Get<SampleSettings>();
        Assert.Equal(new SampleSettings
        {
            BatchSize = 5,
            Interval = TimeSpan.FromSeconds(2.5),
            Mode = SampleMode.FastLaneOnly,
            Ratio = 0.001,
            Delay = TimeSpan.FromMicroseconds(1),
            Enabled = false,
        }, record);
    }

    [Fact]
    public void Without_any_layer_the_initialisers_hold()
    {
        var snapshot = SettingsLoader.Load(Sample.Catalog, new());
        Assert.Equal(new SampleSettings(), snapshot.Get<SampleSettings>());
        Assert.All(snapshot.Effective, setting => Assert.Equal(SettingOrigin.Default, setting.Origin));
        Assert.Empty(snapshot.Warnings);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData(" TRUE ", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("no", false)]
    [InlineData("Off", false)]
    public void Booleans_have_the_usual_words(string text, bool expected)
    {
        using var files = new LayerFiles().Env("GYM_SAMPLE_SINK_ENABLED", text);
        Assert.Equal(expected, files.Load().Get<SampleSettings>().Enabled);
    }

    [Fact]
    public void An_empty_variable_counts_as_not_set_and_explain_says_so()
    {
        using var files = new LayerFiles()
            .File("""{ "sample.sink.title": "from the file" }""")
            .DotEnv("GYM_SAMPLE_SINK_TITLE=\n")
            .Env("GYM_SAMPLE_SINK_TITLE", "");
        var setting = files.Load().Effective.Single(s => s.Spec.Key == "sample.sink.title");
        Assert.Equal("from the file", setting.Value);
        Assert.Equal("GYM_SAMPLE_SINK_TITLE is empty, which counts as not set", setting.Layers[4].Note);
        Assert.EndsWith("which counts as not set", setting.Layers[3].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_text_on_the_command_line_or_in_the_file_is_a_value()
    {
        using var byOption = new LayerFiles().Env("GYM_SAMPLE_SINK_TITLE", "x").Set("sample.sink.title", "");
        Assert.Equal("", byOption.Load().Get<SampleSettings>().Title);
        using var byFile = new LayerFiles().File("""{ "sample.sink.title": "" }""");
        Assert.Equal(SettingOrigin.File, byFile.Load().Effective.Single(s => s.Spec.Key == "sample.sink.title").Origin);
    }

    [Fact]
    public void A_null_in_the_file_says_nothing()
    {
        using var files = new LayerFiles().File("""{ "sample.sink.batch_size": null }""");
        Assert.Equal(64, files.Load().Get<SampleSettings>().BatchSize);
    }

    [Fact]
    public void The_dotenv_file_may_quote_comment_export_refer_and_repeat()
    {
        using var files = new LayerFiles().DotEnv(
            "# ours\nexport GYM_SAMPLE_SINK_LEVEL=debug # much\r\nOTHER=\"not ours\"\nGYM_SAMPLE_SINK_TITLE=\"<${PATH}>\"\n"
            + "GYM_SINK_BATCH_SIZE=7\nGYM_SINK_BATCH_SIZE='8'");
        var snapshot = files.Load();
        var record = snapshot.Get<SampleSettings>();
        Assert.Equal(("debug", $"<{Environment.GetEnvironmentVariable("PATH")}>", 8), (record.Level, record.Title, record.BatchSize));
        var place = snapshot.Effective.Single(s => s.Spec.Key == "sample.sink.batch_size").Layers[3].Source;
        Assert.Equal($"{files.DotEnvFile} line 6 (GYM_SINK_BATCH_SIZE)", place);
        Assert.Null(Environment.GetEnvironmentVariable("GYM_SINK_BATCH_SIZE"));
    }

    [Theory]
    [InlineData("'a $BASE'", "a $BASE")]
    [InlineData("\"a \\$BASE\"", "a $BASE")]
    [InlineData("a$", "a$")]
    [InlineData("a # $BASE", "a")]
    public void A_dollar_that_is_meant_stays(string written, string expected)
    {
        using var files = new LayerFiles().DotEnv($"GYM_SAMPLE_SINK_TITLE={written}\n");
        Assert.Equal(expected, files.Load().Get<SampleSettings>().Title);
    }

    [Fact]
    public void A_group_that_nobody_registered_is_refused() =>
        Assert.Throws<SettingsCatalogException>(() => SettingsLoader.Load(Sample.Catalog, new()).Get<PathSettings>());
}
