namespace Palestra.Settings.Tests;

public sealed class DataRootTests
{
    private static readonly SettingsCatalog Catalog = SettingsCatalog.Of(CommonSettings.Groups);

    [Theory]
    [InlineData("environment")]
    [InlineData("command-line")]
    [InlineData("dotenv")]
    public void The_settings_file_is_read_from_the_data_folder_wherever_a_layer_puts_it(string layer)
    {
        using var files = new LayerFiles().File("""{ "run": { "default_seed": 42 } }""");
        var sources = new SettingsSources
        {
            DotEnvFile = layer == "dotenv" ? files.DotEnv($"GYM_DATA_DIR='{files.Folder}'").DotEnvFile : null,
            Environment = layer == "environment" ? Of("GYM_DATA_DIR", files.Folder) : Of("XDG_DATA_HOME", "/nowhere"),
            CommandLine = layer == "command-line" ? [new("paths.data_dir", files.Folder)] : [],
        };
        var snapshot = SettingsLoader.LoadForDataRoot(Catalog, sources, out var root);
        Assert.Equal(files.Folder, root);
        Assert.Equal(42, snapshot.Get<RunDefaultsSettings>().DefaultSeed);
        Assert.True(snapshot.TryFind("run.default_seed", out var seed, out _));
        Assert.Equal(SettingOrigin.File, seed.Origin);
    }

    [Fact]
    public void The_data_folder_cannot_be_set_by_the_file_that_lives_in_it()
    {
        using var files = new LayerFiles().File("""{ "paths": { "data_dir": "/elsewhere" } }""");
        var refused = Assert.Throws<SettingsException>(
            () => SettingsLoader.LoadForDataRoot(Catalog, new() { Environment = Of("GYM_DATA_DIR", files.Folder) }, out _));
        Assert.Equal(
            $"{files.SettingsFile} line 1: paths.data_dir cannot stand in the settings file, because it is needed to find "
                + "that file; use GYM_DATA_DIR or the command line.",
            refused.Message);
    }

    [Fact]
    public void Errors_of_the_file_and_of_the_layers_that_lead_to_it_come_together()
    {
        using var files = new LayerFiles().File("""{ "run.default_seed": -1 }""");
        var sources = new SettingsSources
        {
            Environment = Of("GYM_DATA_DIR", files.Folder),
            CommandLine = [new("run.default_sede", "1")],
        };
        var refused = Assert.Throws<SettingsException>(() => SettingsLoader.LoadForDataRoot(Catalog, sources, out _));
        Assert.Equal([SettingOrigin.File, SettingOrigin.CommandLine], refused.Errors.Select(error => error.Layer!.Value));
    }

    [Fact]
    public void A_data_folder_that_does_not_exist_yet_is_fine()
    {
        using var files = new LayerFiles();
        var missing = Path.Combine(files.Folder, "not", "yet");
        var snapshot = SettingsLoader.LoadForDataRoot(
            Catalog, new() { CommandLine = [new("paths.data_dir", missing)] }, out var root);
        Assert.Equal(missing, root);
        Assert.Equal(new RunDefaultsSettings(), snapshot.Get<RunDefaultsSettings>());
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public void The_default_follows_the_xdg_rules()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDG is the rule of Linux.");
        Assert.Equal("/x/palestra", PathSettings.Resolve("", Of("XDG_DATA_HOME", "/x"), out _));
        Assert.Equal("/h/.local/share/palestra", PathSettings.Resolve("", Of("HOME", "/h"), out _));
        var relative = new Dictionary<string, string> { ["XDG_DATA_HOME"] = "x", ["HOME"] = "/h" };
        Assert.Equal("/h/.local/share/palestra", PathSettings.Resolve("", relative, out _));
    }

    [Fact]
    public void A_given_folder_is_made_absolute_and_may_begin_at_home()
    {
        Assert.Equal(Path.GetFullPath("data"), PathSettings.Resolve("data", Of("HOME", "/h"), out _));
        Assert.Equal(Path.GetFullPath("/h/data"), PathSettings.Resolve("~/data", Of("HOME", "/h"), out _));
        Assert.Equal(Path.GetFullPath("/h"), PathSettings.Resolve("~", Of("HOME", "/h"), out _));
        Assert.Null(PathSettings.Resolve("a\0b", Of("HOME", "/h"), out var problem));
        Assert.EndsWith("is not a path.", problem, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Of(string name, string value) => new() { [name] = value };
}
