using System.Text.Json;
using Palestra.Settings;
using Palestra.Storage;

namespace Palestra.Trainer.Http;

/// <summary>A <see cref="RunRequest"/> from JSON, with all that is wrong with its form at once.</summary>
internal static class RunRequestJson
{
    private static readonly Dictionary<string, TelemetryMode> Modes = new(StringComparer.Ordinal)
    {
        ["fast-lane-only"] = TelemetryMode.FastLaneOnly,
        ["dual-path"] = TelemetryMode.DualPath,
        ["durable-only"] = TelemetryMode.DurableOnly,
    };

    public static string Word(TelemetryMode mode) => mode.Word();

    public static RunRequest Read(JsonElement body, FieldErrors errors)
    {
        var fields = new JsonFields(
            body, errors, "env_id", "env_args", "algorithm", "params", "seed", "episodes", "steps", "num_envs", "rate_hz",
            "telemetry_mode", "cpus", "memory_mb", "gpus", "name", "run_id", "tags");
        return new RunRequest
        {
            EnvId = fields.Text("env_id") ?? "",
            EnvArgs = fields.Map("env_args") ?? new Dictionary<string, JsonElement>(),
            Algorithm = fields.Text("algorithm"),
            Params = fields.Map("params") ?? new Dictionary<string, JsonElement>(),
            Seed = fields.Unsigned("seed"),
            Episodes = fields.Whole("episodes"),
            Steps = fields.Whole("steps"),
            NumEnvs = Narrow(fields.Whole("num_envs")),
            RateHz = fields.Real("rate_hz"),
            TelemetryMode = Mode(fields.Text("telemetry_mode"), errors),
            Cpus = Narrow(fields.Whole("cpus")),
            MemoryMb = Narrow(fields.Whole("memory_mb")),
            Gpus = Narrow(fields.Whole("gpus")),
            Name = fields.Text("name"),
            RunId = fields.Text("run_id"),
            Tags = fields.Texts("tags") ?? [],
        };
    }

    // Out of range for an int is out of the allowed range too; the validator says so with the value clamped.
    private static int? Narrow(long? value) => value is { } v ? (int)Math.Clamp(v, int.MinValue, int.MaxValue) : null;

    public static TelemetryMode? Mode(string? word, FieldErrors errors)
    {
        if (word is null)
        {
            return null;
        }

        if (Modes.TryGetValue(word, out var mode))
        {
            return mode;
        }

        errors.Add("telemetry_mode", $"'{word}' is not a telemetry mode: {string.Join(", ", Modes.Keys)}.{NearestName.Hint(word, Modes.Keys)}");
        return null;
    }
}
