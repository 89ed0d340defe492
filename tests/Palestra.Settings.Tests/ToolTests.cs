using System.Text.Json;

namespace Palestra.Settings.Tests;

public sealed class ToolTests
{
    [Fact]
    public void The_example_of_a_dotenv_file_says_everything_and_changes_nothing()
    {
        var example = SettingsDocs.EnvExample(Live.Catalog);
        Assert.All(Live.Catalog.Specs, spec =>
        {
            Assert.Contains($"\n# {spec.Env}={(spec.DefaultText.Contains(' ') ? $"'{spec.DefaultText}'" : spec.DefaultText)}\n", example, StringComparison.Ordinal);
            Assert.Contains($"\n# {spec.Description}\n# {spec.Key}: {spec.AllowedText}", example, StringComparison.Ordinal);
        });
        using var asItIs = new LayerFiles().DotEnv(example);
        Assert.All(SettingsLoader.Load(Live.Catalog, asItIs.Sources).Effective, setting => Assert.Equal(SettingOrigin.Default, setting.Origin));

        using var uncommented = new LayerFiles().DotEnv(example.Replace("# GYM_", "GYM_", StringComparison.Ordinal));
        var snapshot = SettingsLoader.Load(Live.Catalog, uncommented.Sources);
        Assert.All(snapshot.Effective, setting =>
        {
            Assert.Equal(setting.Default, setting.Value);
            Assert.Equal(setting.Default.Length == 0 ? SettingOrigin.Default : SettingOrigin.DotEnv, setting.Origin);
        });
    }

    [Fact]
    public void A_dump_holds_every_setting_with_all_its_layers()
    {
        using var files = new LayerFiles().Env("GYM_SAMPLE_SINK_RATIO", "1").Stored("sample.gone", "1");
        using var hub = files.Hub(Live.Catalog);
        hub.Set((Live.Low, "20"), (Live.Capacity, "2000")).Applied();
        using var json = JsonDocument.Parse(SettingsReport.Dump(hub.Current));
        var rows = json.RootElement.GetProperty("settings").EnumerateArray().ToDictionary(row => row.GetProperty("key").GetString()!);
        Assert.Equal(Live.Catalog.Keys, rows.Keys);
        Assert.All(rows.Values, row => Assert.Equal(6, row.GetProperty("layers").GetArrayLength()));
        Assert.Equal(
            (20, 10, "stored", 1),
            (rows[Live.Low].GetProperty("value").GetInt32(), rows[Live.Low].GetProperty("default").GetInt32(),
                rows[Live.Low].GetProperty("origin").GetString(), rows[Live.Low].GetProperty("version").GetInt32()));
        Assert.Equal(2000, rows[Live.Capacity].GetProperty("pending").GetInt32());
        Assert.True(rows["sample.sink.ratio"].GetProperty("pinned").GetBoolean());
        Assert.True(rows[Live.Guard].GetProperty("kill_switch").GetBoolean());
        Assert.Equal(files.SettingsFile, json.RootElement.GetProperty("settings_file").GetString());
        Assert.Equal("sample.gone", json.RootElement.GetProperty("ignored_overrides")[0].GetProperty("key").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public void A_diff_shows_what_differs_and_what_only_one_side_knows()
    {
        SettingValue[] left = [new("a", "1", "default"), new("b", "1", "default"), new("c", "1", "file")];
        SettingValue[] right = [new("a", "2", "stored"), new("b", "1", "environment"), new("d", "1", "file")];
        Assert.Equal(
            [new("a", left[0], right[0]), new("c", left[2], null), new("d", null, right[2])], SettingsDiff.Of(left, right));
        var withOrigins = SettingsDiff.Of(left, right, origins: true);
        Assert.Equal(["a", "b", "c", "d"], withOrigins.Select(pair => pair.Key));
        Assert.Equal([false, true, false, false], withOrigins.Select(pair => pair.OnlyOrigin));
        Assert.Empty(SettingsDiff.Of(left, left, origins: true));
    }

    [Fact]
    public void What_is_in_force_can_be_compared_without_its_secrets()
    {
        var values = SettingsDiff.ValuesOf(SettingsLoader.Load(Live.Catalog, new())).ToList();
        Assert.Equal(Live.Catalog.Specs.Where(spec => !spec.Secret).Select(spec => spec.Key), values.Select(value => value.Key));
        Assert.Contains(new(Live.Low, "10", "default"), values);
    }
}
