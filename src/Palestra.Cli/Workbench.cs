using System.CommandLine;
using Palestra.FastLane;
using Palestra.Gym;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer;
using Palestra.Wire;
using Palestra.Worker;

namespace Palestra.Cli;

/// <summary>What every command stands on: the effective settings and the data folder.</summary>
internal sealed record Workbench(SettingsSnapshot Settings, SettingsSources Sources, DataRoot Data, IReadOnlyList<string> SettingArguments)
{
    /// <summary>All settings there are: each room brings its own.</summary>
    public static SettingsCatalog Catalog { get; } = SettingsCatalog.Of(
    [
        .. CommonSettings.Groups,
        .. TelemetrySettings.Groups,
        .. StorageSettings.Groups,
        .. FastLaneSettings.Groups,
        .. WireSettings.Groups,
        .. WorkerSettings.Groups,
        .. TrainerSettings.Groups,
        typeof(CliSettings),
    ]);

    /// <exception cref="UserErrorException">A setting is unknown or invalid; the message lists all that is wrong.</exception>
    public static Workbench Open(ParseResult command)
    {
        var sources = SourcesOf(command);
        try
        {
            var settings = SettingsLoader.LoadForDataRoot(Catalog, sources, out var dataRoot);
            foreach (var warning in settings.Warnings)
            {
                Console.Error.WriteLine(warning);
            }

            var assignments = command.GetValue(GlobalOptions.Set) ?? [];
            return new Workbench(settings, sources, new DataRoot(dataRoot), [.. assignments.SelectMany(assignment => new[] { "--set", assignment })]);
        }
        catch (SettingsException error)
        {
            throw new UserErrorException(error.Message);
        }
    }

    /// <summary>Every layer, <c>--set</c> and <c>--data-dir</c> of this command included.</summary>
    /// <exception cref="UserErrorException">An argument is malformed.</exception>
    public static SettingsSources SourcesOf(ParseResult command)
    {
        var overrides = Assignments.Texts(command.GetValue(GlobalOptions.Set), "--set").ToList();
        if (command.GetValue(GlobalOptions.DataDir) is { } dataDir)
        {
            overrides.Add(new(PathSettings.DataDirKey, Path.GetFullPath(dataDir)));
        }

        return SourcesOf(overrides);
    }

    /// <summary>Every layer as any command and any worker process sees them.</summary>
    public static SettingsSources SourcesOf(IReadOnlyList<KeyValuePair<string, string>> commandLine) =>
        SettingsSources.OfProcess(commandLine) with { Stored = OverrideStore.LoadFrom };

    /// <summary>The same bench, with the environments of the assemblies that the settings name; those that cannot be loaded are said.</summary>
    public Workbench WithEnvironments()
    {
        foreach (var problem in Settings.Get<GymSettings>().LoadInto(EnvRegistry.Default))
        {
            Console.Error.WriteLine(problem);
        }

        return this;
    }

    /// <summary>The folder of one run.</summary>
    /// <exception cref="UserErrorException">The id is malformed, or there is no such run; names the nearest.</exception>
    public RunFolder ExistingRun(string id)
    {
        if (!RunId.TryParse(id, out var runId))
        {
            throw new UserErrorException($"'{id}' is not a run id: {RunId.Rule}.");
        }

        var folder = Data.Run(runId);
        if (Directory.Exists(folder.Path))
        {
            return folder;
        }

        var known = Directory.Exists(Data.RunsFolder) ? Directory.EnumerateDirectories(Data.RunsFolder).Select(Path.GetFileName).OfType<string>() : [];
        throw new UserErrorException($"There is no run '{id}' in {Data.Path}.{NearestName.Hint(id, known)}");
    }
}
