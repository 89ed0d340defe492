using System.Text.Json;

namespace Palestra.Settings.Tests;

public sealed class ReportTests
{
    [Fact]
    public void Rows_have_exactly_the_fields_of_the_contract()
    {
        using var files = new LayerFiles().Set("sample.sink.interval", "2.50");
        using var json = JsonDocument.Parse(SettingsReport.ListJson(files.Load()));
        Assert.All(json.RootElement.EnumerateArray(), row => Assert.Equal(
            ["key", "value", "default", "origin", "env", "type", "unit", "min", "max", "allowed", "hot", "secret", "description",
                "pending", "pinned", "kill_switch", "namespace", "version", "bootstrap", "host_only", "deprecated"],
            row.EnumerateObject().Select(field => field.Name)));
        var rows = json.RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("key").GetString()!);
        Assert.Equal(Sample.Catalog.Keys, rows.Keys);

        string Compact(string key) => JsonSerializer.Serialize(rows[key]);
        Assert.Equal(
            """{"key":"sample.sink.interval","value":2.5,"default":5,"origin":"command-line","env":"GYM_SAMPLE_SINK_INTERVAL","type":"duration","unit":"s","min":0.1,"max":3600,"allowed":null,"hot":false,"secret":false,"description":"Time between two.","pending":null,"pinned":true,"kill_switch":false,"namespace":"sample.sink","version":0,"bootstrap":false,"host_only":false,"deprecated":null}""",
            Compact("sample.sink.interval"));
        Assert.Equal(
            """{"key":"sample.sink.mode","value":"dual-path","default":"dual-path","origin":"default","env":"GYM_SAMPLE_SINK_MODE","type":"enum","unit":null,"min":null,"max":null,"allowed":["fast-lane-only","dual-path"],"hot":false,"secret":false,"description":"Which lanes.","pending":null,"pinned":false,"kill_switch":false,"namespace":"sample.sink","version":0,"bootstrap":false,"host_only":false,"deprecated":null}""",
            Compact("sample.sink.mode"));
        Assert.Equal("true", rows["sample.sink.enabled"].GetProperty("value").GetRawText());
        Assert.Equal("0.1", rows["sample.sink.ratio"].GetProperty("value").GetRawText());
        Assert.True(rows["sample.sink.ratio"].GetProperty("hot").GetBoolean());
        Assert.Equal(1L << 40, rows["sample.sink.max_bytes"].GetProperty("value").GetInt64());
    }

    [Fact]
    public void Explain_shows_what_every_layer_says_and_why_it_lost()
    {
        using var files = new LayerFiles()
            .File("{\n \"sample.sink.batch_size\": 10\n}")
            .Env("GYM_SINK_BATCH_SIZE", "30");
        Assert.True(files.Load().TryFind("sample.sink.batch_size", out var setting, out _));
        Assert.Equal(
            [
                new(SettingOrigin.Default, "64", null, false, "overridden by environment variable GYM_SINK_BATCH_SIZE"),
                new(SettingOrigin.File, "10", $"{files.SettingsFile} line 2", false,
                    "overridden by environment variable GYM_SINK_BATCH_SIZE"),
                new(SettingOrigin.Stored, null, null, false, "nothing is stored"),
                new(SettingOrigin.DotEnv, null, null, false, $"{files.DotEnvFile} does not exist"),
                new(SettingOrigin.Environment, "30", "environment variable GYM_SINK_BATCH_SIZE", true,
                    "in force: no stronger layer says anything"),
                new LayerValue(SettingOrigin.CommandLine, null, null, false, "sample.sink.batch_size is not given"),
            ],
            setting.Layers);

        using var json = JsonDocument.Parse(SettingsReport.ExplainJson(setting));
        var layers = json.RootElement.GetProperty("layers").EnumerateArray().ToArray();
        Assert.Equal(
            ["default", "file", "stored", "dotenv", "environment", "command-line"],
            layers.Select(layer => layer.GetProperty("layer").GetString()));
        Assert.All(layers, layer => Assert.Equal(
            ["layer", "value", "source", "wins", "note"], layer.EnumerateObject().Select(field => field.Name)));
        Assert.Equal(30, layers[4].GetProperty("value").GetInt32());
        Assert.True(layers[4].GetProperty("wins").GetBoolean());
        Assert.Equal(JsonValueKind.Null, layers[2].GetProperty("value").ValueKind);
    }

    [Fact]
    public void Exactly_one_layer_wins_for_every_setting() => Assert.All(
        SettingsLoader.Load(Sample.Catalog, new()).Effective,
        setting => Assert.Equal(setting.Origin, Assert.Single(setting.Layers, layer => layer.Wins).Layer));

    [Fact]
    public void A_setting_is_found_by_environment_name_and_a_wrong_name_gets_the_nearest()
    {
        var snapshot = SettingsLoader.Load(Sample.Catalog, new());
        Assert.True(snapshot.TryFind("GYM_SINK_BATCH_SIZE", out var setting, out _));
        Assert.Equal("sample.sink.batch_size", setting.Spec.Key);
        Assert.False(snapshot.TryFind("sink.bach_size", out _, out var problem));
        Assert.Equal("'sink.bach_size' is not a setting. Did you mean 'sample.sink.batch_size'?", problem);
    }

    [Fact]
    public void The_reference_lists_every_setting_and_is_the_same_each_time()
    {
        var text = SettingsDocs.Markdown(Sample.Catalog);
        Assert.All(Sample.Catalog.Specs, spec => Assert.Contains($"| `{spec.Key}` | `{spec.Env}` |", text, StringComparison.Ordinal));
        Assert.Contains(
            "| `sample.sink.interval` | `GYM_SAMPLE_SINK_INTERVAL` | `5` s | a number from 0.1 to 3600 s | Time between two. |",
            text, StringComparison.Ordinal);
        Assert.Equal(text, SettingsDocs.Markdown(Sample.Catalog));
    }
}
