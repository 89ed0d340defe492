using System.Text.Json;
using Palestra.Agents;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Runs;

/// <summary>Everything about one run, from its manifest, its file and, while it flows, its figures.</summary>
internal static class RunViews
{
    public static RunView From(RunRow row, ActiveRun? live, RunServices services)
    {
        var folder = services.Root.Run(RunId.Parse(row.RunId));
        var manifest = live?.Manifest ?? RunManifestFile.TryRead(folder);
        var figures = live is null || live.State.IsFinal() ? FiguresOnDisk(folder) : live.LastHeartbeat?.Figures;
        return new RunView(row)
        {
            EnvArgs = manifest?.EnvArgs ?? new Dictionary<string, JsonElement>(),
            Params = manifest?.Params ?? new Dictionary<string, JsonElement>(),
            NumEnvs = manifest?.NumEnvs ?? 1,
            RateHz = live?.Commands.RateHz ?? (live is null ? CommandFigures.RateHz(figures!) : null) ?? manifest?.RateHz ?? 0,
            Host = manifest?.Host ?? "",
            CodeVersion = manifest?.CodeVersion ?? "",
            Digest = manifest is null ? "" : RunRequestValidator.Digest(manifest),
            Worker = new WorkerView(live?.WorkerPid, live?.WorkerAlive ?? false),
            Observer = ObserverView.From(figures),
            Streams = live is null ? StreamsOnDisk(folder) : [.. live.Pipeline.Positions.Select(From)],
            Artifacts = Artifacts(folder),
            Settings = [.. (manifest?.Settings ?? []).Select(s => new SettingUsedView(s.Key, s.Value, s.Origin))],
            CommandLine = manifest is null ? "" : CommandLine(manifest, services.Settings.RunDefaults.Value),
        };
    }

    private static StreamView From(StreamPosition position) =>
        new(position.Stream.AgentId, position.Stream.Slot, position.DurableSeq, position.DurableEpisodes);

    private static IReadOnlyDictionary<string, double> FiguresOnDisk(RunFolder folder)
    {
        try
        {
            using var reader = RunReader.Open(folder);
            return reader.Figures();
        }
        catch (RunFileException)
        {
            // The row says what is wrong with it.
            return new Dictionary<string, double>();
        }
    }

    private static StreamView[] StreamsOnDisk(RunFolder folder)
    {
        try
        {
            using var reader = RunReader.Open(folder);
            return [.. reader.Streams().Select(s => new StreamView(s.Stream.AgentId, s.Stream.Slot, s.LastSeq, s.Episodes))];
        }
        catch (RunFileException)
        {
            // The row says what is wrong with it.
            return [];
        }
    }

    private static ArtifactView[] Artifacts(RunFolder folder)
    {
        try
        {
            var files = new DirectoryInfo(folder.ArtifactsFolder).EnumerateFiles("*", SearchOption.AllDirectories);
            return [.. files
                .Select(f => new ArtifactView(Path.GetRelativePath(folder.ArtifactsFolder, f.FullName), f.Length))
                .OrderBy(a => a.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string CommandLine(RunManifest manifest, RunDefaultsSettings defaults)
    {
        var words = new List<string> { "palestra", "run", manifest.EnvId, "--algo", manifest.Algorithm };
        Add(words, "--episodes", manifest.Episodes);
        Add(words, "--steps", manifest.Steps);
        Add(words, "--seed", manifest.Seed);
        Add(words, "--num-envs", manifest.NumEnvs == 1 ? null : manifest.NumEnvs);
        Add(words, "--cpus", Unless(manifest.Resources?.Cpus, defaults.Cpus));
        Add(words, "--memory-mb", Unless(manifest.Resources?.MemoryMb, defaults.MemoryMb));
        Add(words, "--gpus", Unless(manifest.Resources?.Gpus, defaults.Gpus));
        Add(words, "--rate", manifest.RateHz == defaults.RateHz ? null : manifest.RateHz);
        Add(words, "--telemetry-mode", manifest.TelemetryMode.Word() == defaults.TelemetryMode ? null : manifest.TelemetryMode.Word());
        AddPairs(words, "--env-arg", manifest.EnvArgs);
        AddPairs(words, "--param", NotDefault(manifest));
        return string.Join(' ', words);
    }

    private static int? Unless(int? value, int fallback) => value == fallback ? null : value;

    private static Dictionary<string, JsonElement> NotDefault(RunManifest manifest)
    {
        var specs = AlgorithmRegistry.Default.TryGet(manifest.Algorithm, out var algorithm) ? algorithm!.Parameters : [];
        var defaults = specs.ToDictionary(s => s.Name, s => JsonSerializer.Serialize(s.Default));
        return manifest.Params.Where(p => defaults.GetValueOrDefault(p.Key) != p.Value.GetRawText()).ToDictionary();
    }

    private static void AddPairs(List<string> words, string option, IReadOnlyDictionary<string, JsonElement> values)
    {
        foreach (var (name, value) in values)
        {
            words.Add(option);
            words.Add(Quoted($"{name}={(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText())}"));
        }
    }

    private static void Add(List<string> words, string option, IFormattable? value)
    {
        if (value is not null)
        {
            words.Add(option);
            words.Add(value.ToString(null, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static void Add(List<string> words, string option, string? value)
    {
        if (value is not null)
        {
            words.Add(option);
            words.Add(value);
        }
    }

    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_=.,:/+".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
