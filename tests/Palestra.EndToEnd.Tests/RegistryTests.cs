using System.Reflection;
using System.Text.Json;
using Palestra.Settings;

namespace Palestra.EndToEnd.Tests;

/// <summary>The whole registry of the product (P-ORIGIN): every setting of every room.</summary>
public sealed class RegistryTests
{
    private static readonly SettingsCatalog Catalog = SettingsCatalog.Of([.. Groups()]);

    private static readonly SettingOrigin[] Given =
    [
        SettingOrigin.File, SettingOrigin.Stored, SettingOrigin.DotEnv, SettingOrigin.Environment, SettingOrigin.CommandLine,
    ];

    public static TheoryData<string> Keys => [.. Catalog.Keys];

    [Fact]
    public void The_registry_of_the_program_holds_every_group_that_any_room_declares()
    {
        using var shell = new Shell();
        using var listed = JsonDocument.Parse(shell.Palestra("settings", "list", "--json").Succeeds().Stdout);
        Assert.Equal(Catalog.Keys, listed.RootElement.EnumerateArray().Select(row => row.GetProperty("key").GetString()));
    }

    [Fact]
    public void The_example_of_a_dotenv_file_and_the_reference_are_those_of_today()
    {
        Assert.True(
            SettingsDocs.EnvExample(Catalog) == File.ReadAllText(Path.Combine(Executable.Root, ".env.example")),
            ".env.example is stale: ./palestra settings docs --env-example > .env.example");
        Assert.True(
            SettingsDocs.Markdown(Catalog) == File.ReadAllText(Path.Combine(Executable.Root, "docs", "settings.md")),
            "docs/settings.md is stale: ./palestra settings docs > docs/settings.md");
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_layer_that_may_carry_a_setting_overrides_it_and_the_weaker_layers(string key)
    {
        var spec = Catalog.Find(key)!;
        var value = OtherValueOf(spec);
        foreach (var layer in Given)
        {
            using var layers = new Layers(spec);
            foreach (var weaker in Given.Where(weaker => weaker < layer && MayCarry(weaker, spec)))
            {
                layers.Put(weaker, spec.Secret ? "weaker" : spec.DefaultText);
            }

            layers.Put(layer, value);
            if (MayCarry(layer, spec))
            {
                var setting = layers.Load().Effective.Single(setting => setting.Spec.Key == key);
                Assert.Equal((layer, spec.Secret ? EffectiveSetting.Mask : value), (setting.Origin, setting.Value));
            }
            else if (layer is SettingOrigin.Stored)
            {
                Assert.Contains(key, layers.Load().IgnoredOverrides.Keys);
            }
            else
            {
                Assert.Equal(key, Assert.Single(Assert.Throws<SettingsException>(layers.Load).Errors).Key);
            }
        }
    }

    private static bool MayCarry(SettingOrigin layer, SettingSpec spec) => layer switch
    {
        SettingOrigin.File => !spec.Bootstrap,
        SettingOrigin.Stored => !spec.Bootstrap && !spec.Secret && !spec.HostOnly,
        _ => true,
    };

    /// <summary>A value that is not the default and goes together with the defaults of all others.</summary>
    private static string OtherValueOf(SettingSpec spec) => Candidates(spec).First(candidate =>
    {
        try
        {
            var loaded = SettingsLoader.Load(Catalog, new() { CommandLine = [new(spec.Key, candidate)] });
            return spec.Secret || loaded.Effective.Single(setting => setting.Spec.Key == spec.Key).Value == candidate && candidate != spec.DefaultText;
        }
        catch (SettingsException)
        {
            return false;
        }
    });

    private static IEnumerable<string> Candidates(SettingSpec spec)
    {
        if (spec.Type is SettingType.Bool)
        {
            return ["true", "false"];
        }

        if (spec.Allowed is { } words)
        {
            return words;
        }

        if (spec.Type is SettingType.String)
        {
            return ["other", "127.0.0.2", "http://127.0.0.1:4318", "/nowhere/else", "a=b"];
        }

        var now = double.Parse(spec.DefaultText, System.Globalization.CultureInfo.InvariantCulture);
        double[] numbers = [now + 1, now - 1, now * 2, now / 2, spec.Min ?? 0, spec.Max ?? 1_000_000];
        return numbers.Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Groups of all assemblies of ours beside this test: whatever the program forgets is still in here.</summary>
    private static IEnumerable<Type> Groups() =>
        from file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Order(StringComparer.Ordinal)
        let name = Path.GetFileNameWithoutExtension(file)
        // The executable is called palestra.
        where name is "palestra" || name.StartsWith("Palestra.", StringComparison.Ordinal)
        where !file.EndsWith("Tests.dll", StringComparison.Ordinal)
        from type in Assembly.Load(name).GetTypes()
        where type.GetCustomAttribute<SettingsGroupAttribute>() is not null
        select type;

    private sealed class Layers(SettingSpec spec) : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("palestra-registry-").FullName;
        private readonly Dictionary<SettingOrigin, string> _values = [];

        public void Put(SettingOrigin layer, string value) => _values[layer] = value;

        public SettingsSnapshot Load() => SettingsLoader.Load(Catalog, new()
        {
            SettingsFile = Write("settings.json", SettingOrigin.File, value => JsonSerializer.Serialize(new Dictionary<string, string> { [spec.Key] = value })),
            DotEnvFile = Write(".env", SettingOrigin.DotEnv, value => $"{spec.Env}='{value}'\n"),
            Stored = _ => new(
                _values.TryGetValue(SettingOrigin.Stored, out var stored) ? [new(spec.Key, stored, "ada", 0)] : [],
                new Dictionary<string, long>()),
            Environment = _values.TryGetValue(SettingOrigin.Environment, out var value) ? new Dictionary<string, string> { [spec.Env] = value } : new(),
            CommandLine = _values.TryGetValue(SettingOrigin.CommandLine, out value) ? [new(spec.Key, value)] : [],
        });

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private string Write(string name, SettingOrigin layer, Func<string, string> text)
        {
            var file = Path.Combine(_folder, name);
            if (_values.TryGetValue(layer, out var value))
            {
                File.WriteAllText(file, text(value));
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                }
            }

            return file;
        }
    }
}
