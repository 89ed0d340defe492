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
            SettingsReport.Dump(snapshot),
            SettingsDocs.Markdown(snapshot.Catalog),
            SettingsDocs.EnvExample(snapshot.Catalog),
            .. SettingsDoctor.Examine(snapshot, files.DotEnvFile).Select(finding => finding.ToString()),
            .. SettingsDiff.ValuesOf(snapshot).Select(value => value.ToString()),
            .. snapshot.IgnoredOverrides.Values.Select(ignored => ignored.ToString()),
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

    [Theory]
    [MemberData(nameof(Layers))]
    [InlineData(SettingOrigin.Stored)]
    public void A_planted_secret_appears_in_nothing_that_a_hub_says(SettingOrigin layer)
    {
        using var files = new LayerFiles().Put(layer, Live.Badge, Planted, Live.Catalog);
        using var hub = files.Hub(Live.Catalog);
        var said = new List<string>();
        using var first = hub.Subscribe([Live.Badge, Live.Low], news => said.Add($"{news} {news.Before} {news.After}"));
        using var second = hub.SubscribeChanges(changes => said.AddRange(changes.Select(change => change.ToString())));
        using var third = hub.SubscribeProblems(problem => said.Add($"{problem} {string.Join(" ", problem.Errors)}"));
        said.Add(hub.Set((Live.Badge, Planted), (Live.Low, "20")).ToString());
        said.Add(hub.Set(Live.Low, "20").ToString());
        said.Add(hub.Set(Live.Badge, null).ToString());
        said.Add(hub.Undo(1, "ada", ChangeVia.Cli).ToString());
        files.File($$"""{ "{{Live.Badge}}": "{{Planted}}-2", "{{Live.Low}}": 5 }""");
        hub.Reload();
        files.File($$"""{ "{{Live.Badge}}": ["{{Planted}}-2"], "{{Live.Low}}": "x" """);
        hub.Reload();
        LayerFiles.Mode(files.SettingsFile, UnixFileMode.OtherRead);
        hub.Reload();
        said.AddRange(hub.History(null, null, 100).Select(change => change.ToString()));
        said.AddRange(hub.Current.Warnings);
        said.AddRange([SettingsReport.Dump(hub.Current), hub.ToString()!, hub.Cell<LiveSample>().ToString()!, hub.LastFileProblem!.ToString()]);
        Assert.All(said, text => Assert.DoesNotContain(Planted, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SettingOrigin.File)]
    [InlineData(SettingOrigin.DotEnv)]
    public void A_file_that_holds_a_secret_must_be_for_its_owner_alone(SettingOrigin layer)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var files = new LayerFiles().Put(layer, Key, Planted);
        var file = layer is SettingOrigin.File ? files.SettingsFile : files.DotEnvFile;
        LayerFiles.Mode(file, UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var error = Assert.Single(files.LoadFails().Errors);
        Assert.Equal($"{file} line 1 holds the secret {Key}, and its mode 0644 lets others at it; chmod 600 {file}", error.Sentence);
        Assert.Equal((SettingsErrorKind.Secret, layer, Key, file, 1), (error.Kind, error.Layer, error.Key, error.File, error.Line));
        LayerFiles.Mode(file, UnixFileMode.None);
        Assert.Equal(Planted, files.Load().Get<SampleSecrets>().Token);
    }

    [Fact]
    public void A_file_without_a_secret_may_be_read_by_everybody()
    {
        using var files = new LayerFiles().File($$"""{ "{{Key}}": "", "sample.sink.batch_size": 5 }""").DotEnv("GYM_SAMPLE_TOKEN=\n");
        LayerFiles.Mode(files.SettingsFile, UnixFileMode.OtherRead);
        LayerFiles.Mode(files.DotEnvFile, UnixFileMode.OtherRead);
        Assert.Equal(5, files.Load().Get<SampleSettings>().BatchSize);
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
