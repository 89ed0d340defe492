using System.Text.Json;

namespace Palestra.Settings.Tests;

public sealed class SecretTests
{
    private const string Planted = "hunter2-Xq9";
    private const string Key = "sample.login.token";

    public static TheoryData<SettingOrigin> Layers =>
        [SettingOrigin.File, SettingOrigin.DotEnv, SettingOrigin.Environment, SettingOrigin.CommandLine];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_planted_secret_appears_in_no_output(SettingOrigin layer)
    {
        using var files = new LayerFiles().Put(layer, Key, Planted);
        var snapshot = files.Load();
        Assert.Equal(Planted, snapshot.Get<SampleSecrets>().Token);
        var setting = snapshot.Effective.Single(s => s.Spec.Key == Key);
        Assert.Equal((EffectiveSetting.Mask, layer), (setting.Value, setting.Origin));
        string[] outputs =
        [
            SettingsReport.ListJson(snapshot),
            SettingsDocs.Markdown(snapshot.Catalog),
            snapshot.ToString()!,
            snapshot.Get<SampleSecrets>().ToString(),
            files.Sources.ToString(),
            .. snapshot.Warnings,
            .. snapshot.Effective.Select(SettingsReport.ExplainJson),
            .. snapshot.Effective.Select(effective => effective.ToString()),
            .. snapshot.Effective.SelectMany(effective => effective.Layers).Select(row => row.ToString()),
        ];
        Assert.All(outputs, output => Assert.DoesNotContain(Planted, output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_planted_secret_appears_in_no_error()
    {
        using var inRule = new LayerFiles().Env("GYM_SAMPLE_TOKEN", Planted + "!").Set("sample.sink.title", "x").Set("nonsense", "1");
        using var inTypo = new LayerFiles().Env("GYM_SAMPLE_TOKNE", Planted).DotEnv($"GYM_SAMPLE_TOKE={Planted}");
        using var inJson = new LayerFiles().File($"{{ \"{Key}\": {Planted} }}");
        using var inList = new LayerFiles().File($"{{ \"{Key}\": [\"{Planted}\"] }}");
        using var inDotEnv = new LayerFiles().DotEnv($"GYM_SAMPLE_TOKEN={Planted}\"{Planted}");
        foreach (var files in new[] { inRule, inTypo, inJson, inList, inDotEnv })
        {
            var refused = files.LoadFails();
            Assert.DoesNotContain(Planted, refused.ToString(), StringComparison.Ordinal);
        }

        Assert.Contains("sample.login.token '(secret)' ends badly.", inRule.LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_not_set_is_null_in_json()
    {
        var setting = SettingsLoader.Load(Sample.Catalog, new()).Effective.Single(s => s.Spec.Key == Key);
        using var json = JsonDocument.Parse(SettingsReport.ExplainJson(setting));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("value").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("default").ValueKind);
        Assert.Equal("not set; a secret has no default", setting.Layers[0].Note);
    }
}
