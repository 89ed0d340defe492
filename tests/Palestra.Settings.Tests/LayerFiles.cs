using System.Text.Json;

namespace Palestra.Settings.Tests;

/// <summary>A folder of real files, removed at the end, and the sources that point into it.</summary>
internal sealed class LayerFiles : IDisposable
{
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<KeyValuePair<string, string>> _commandLine = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("palestra-settings-").FullName;

    /// <summary>The stored overrides of this folder.</summary>
    public MemoryStore Store { get; } = new();

    public string SettingsFile => Path.Combine(Folder, "settings.json");

    public string DotEnvFile => Path.Combine(Folder, ".env");

    public SettingsSources Sources => new()
    {
        SettingsFile = SettingsFile,
        DotEnvFile = DotEnvFile,
        Stored = _ => Store.Load(),
        Environment = _environment,
        CommandLine = _commandLine,
    };

    public LayerFiles File(string json)
    {
        System.IO.File.WriteAllText(SettingsFile, json);
        return ForOwnerOnly(SettingsFile);
    }

    public LayerFiles DotEnv(string text)
    {
        System.IO.File.WriteAllText(DotEnvFile, text);
        return ForOwnerOnly(DotEnvFile);
    }

    public LayerFiles Env(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public LayerFiles Set(string key, string value)
    {
        _commandLine.Add(new(key, value));
        return this;
    }

    public LayerFiles Stored(string key, string value)
    {
        Store.With(key, value);
        return this;
    }

    /// <summary>Writes one value into one layer.</summary>
    public LayerFiles Put(SettingOrigin layer, string key, string value, SettingsCatalog? catalog = null) => layer switch
    {
        SettingOrigin.File => File(JsonSerializer.Serialize(new Dictionary<string, string> { [key] = value })),
        SettingOrigin.Stored => Stored(key, value),
        SettingOrigin.DotEnv => DotEnv($"{(catalog ?? Sample.Catalog).Find(key)!.Env}=\"{value}\"\n"),
        SettingOrigin.Environment => Env((catalog ?? Sample.Catalog).Find(key)!.Env, value),
        SettingOrigin.CommandLine => Set(key, value),
        _ => throw new ArgumentOutOfRangeException(nameof(layer)),
    };

    public SettingsSnapshot Load() => SettingsLoader.Load(Sample.Catalog, Sources);

    public SettingsException LoadFails() => Assert.Throws<SettingsException>(Load);

    /// <summary>A hub over these layers.</summary>
    public SettingsHub Hub(SettingsCatalog? catalog = null, TimeProvider? clock = null, bool live = true) =>
        new(catalog ?? Sample.Catalog, Sources, Store, clock ?? TimeProvider.System, live: live);

    // Secrets stand in some of them.
    private LayerFiles ForOwnerOnly(string file)
    {
        Mode(file, UnixFileMode.None);
        return this;
    }

    /// <summary>Gives a file a mode: all for its owner, and what is said for others. Windows has none.</summary>
    public static void Mode(string file, UnixFileMode others)
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
