using System.Text.Json;
using Palestra.Agents;
using Palestra.Gym;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Worker.Outgoing;

namespace Palestra.Worker.Loop;

/// <summary>The environments and the learner that a manifest asks for.</summary>
internal sealed record RunSetup(IReadOnlyList<EnvSlot> Slots, ILearner Learner) : IDisposable
{
    /// <exception cref="GymException">The manifest asks for something that does not exist or is not allowed.</exception>
    public static RunSetup Create(RunManifest manifest, WorkerOptions options, Outbox outbox, RunFigures figures, LaneSwitch lanes)
    {
        var envs = new List<IEnv>();
        for (var slot = 0; slot < manifest.NumEnvs; slot++)
        {
            envs.Add(EnvRegistry.Default.Make(manifest.EnvId, manifest.EnvArgs));
        }

        // The learner has a generator of its own: the environments draw exactly what Gymnasium's would (P-SEED).
        var learner = AlgorithmRegistry.Default.Create(
            manifest.Algorithm,
            Artifacts.ResolveLoad(manifest.Params, options.DataRoot),
            new LearnerContext(manifest.EnvId, envs[0].ActionSpace, envs[0].ObservationSpace, LearnerSeed(manifest.Seed), manifest.NumEnvs));
        var slots = envs.Select((env, slot) =>
            new EnvSlot(slot, env, unchecked(manifest.Seed + (ulong)slot), learner, outbox, figures, options.Worker, lanes));
        return new RunSetup([.. slots], learner);
    }

    public void Dispose()
    {
        foreach (var slot in Slots)
        {
            slot.Dispose();
        }
    }

    internal static ulong LearnerSeed(ulong seed)
    {
        Span<ulong> word = stackalloc ulong[1];
        new SeedSequence(seed).Spawn(1)[0].GenerateState(word);
        return word[0];
    }
}

/// <summary>Where learners' files lie.</summary>
internal static class Artifacts
{
    private const string Load = "load";

    /// <summary>Turns a <c>load</c> parameter that names a run into the folder of that run's artifacts.</summary>
    /// <exception cref="GymException">It names neither a run of this data folder nor a path that exists.</exception>
    public static IReadOnlyDictionary<string, JsonElement> ResolveLoad(IReadOnlyDictionary<string, JsonElement> parameters, DataRoot root)
    {
        if (!parameters.TryGetValue(Load, out var value) || value.ValueKind != JsonValueKind.String
            || value.GetString() is not { Length: > 0 } text)
        {
            return parameters;
        }

        var folder = RunId.TryParse(text, out var run) && Directory.Exists(root.Run(run).Path) ? root.Run(run).ArtifactsFolder
            : Directory.Exists(text) ? text
            : File.Exists(text) ? Path.GetDirectoryName(Path.GetFullPath(text))!
            : throw new GymException($"Parameter 'load' is '{text}': there is no run with this id and no such file or folder.");
        if (!Directory.Exists(folder))
        {
            throw new GymException($"Parameter 'load' is '{text}': this run has saved nothing.");
        }

        return new Dictionary<string, JsonElement>(parameters) { [Load] = JsonSerializer.SerializeToElement(folder) };
    }
}
