using System.Security.Cryptography;
using System.Text.Json;
using Palestra.Agents;
using Palestra.Gym;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>Makes a <see cref="RunManifest"/> of a <see cref="RunRequest"/>, or says all that is wrong with it at once.</summary>
internal sealed class RunRequestValidator(
    EnvRegistry environments,
    AlgorithmRegistry algorithms,
    Func<SchedulerSettings> scheduler,
    Func<RunDefaultsSettings> defaults,
    ResourceRequest resources,
    GridLimits grids,
    Func<string, bool> isTaken)
{
    public delegate RunRequestValidator Factory(Func<string, bool> isTaken);

    public const string PreferredAlgorithm = "q-learning";
    public const string FallbackAlgorithm = "random";
    [NotTunable("A step every nanosecond: more is a slip of the pen, since nothing steps so fast.")]
    private const double MaxRateHz = 1e9;

    /// <returns>The manifest without what only the daemon knows (host, version, time, fast lane, settings); <c>null</c> if there are errors.</returns>
    public RunManifest? Validate(RunRequest request, FieldErrors errors, TimeProvider clock)
    {
        var runId = CheckRunId(request, errors, clock);
        CheckPositive("episodes", request.Episodes, errors);
        CheckPositive("steps", request.Steps, errors);
        CheckNumEnvs(request, errors);
        CheckRate(request, errors);
        CheckTexts(request, errors);
        var reserved = resources.Read(request, errors);
        var env = MakeEnvironment(request, errors, out var envArgs);
        var (algorithm, parameters) = CheckAlgorithm(request, env, errors);
        env?.Dispose();
        if (errors.Any)
        {
            return null;
        }

        var own = defaults();
        var unlimited = request.Episodes is null && request.Steps is null;
        return new RunManifest
        {
            RunId = runId!.Value.Value,
            Name = string.IsNullOrWhiteSpace(request.Name) ? runId.Value.Value : request.Name.Trim(),
            EnvId = request.EnvId,
            EnvArgs = envArgs!,
            Algorithm = algorithm!,
            Params = parameters!,
            Seed = request.Seed ?? (ulong)own.DefaultSeed,
            Episodes = unlimited ? scheduler().DefaultEpisodes : request.Episodes,
            Steps = request.Steps,
            NumEnvs = request.NumEnvs ?? 1,
            RateHz = request.RateHz ?? own.RateHz,
            TelemetryMode = request.TelemetryMode ?? TelemetryModeWords.Parse(own.TelemetryMode),
            Resources = reserved,
            Tags = request.Tags,
            CreatedUs = 0,
            CodeVersion = "",
            Host = "",
        };
    }

    /// <summary>SHA-256 of what defines the experiment, not of when, where or under which name it ran.</summary>
    public static string Digest(RunManifest manifest)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("env_id", manifest.EnvId);
            WriteSorted(json, "env_args", manifest.EnvArgs);
            json.WriteString("algorithm", manifest.Algorithm);
            WriteSorted(json, "params", manifest.Params);
            json.WriteNumber("seed", manifest.Seed);
            WriteLimit(json, "episodes", manifest.Episodes);
            WriteLimit(json, "steps", manifest.Steps);
            json.WriteNumber("num_envs", manifest.NumEnvs);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    private static void WriteLimit(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } limit)
        {
            json.WriteNumber(name, limit);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteSorted(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, JsonElement> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void CheckPositive(string field, long? value, FieldErrors errors)
    {
        if (value < 1)
        {
            errors.Add(field, $"'{field}' is {value}: 1 or more is allowed; leave it out for no limit.");
        }
    }

    private static void CheckRate(RunRequest request, FieldErrors errors)
    {
        if (request.RateHz is { } rate && rate is not (>= 0 and <= MaxRateHz))
        {
            errors.Add("rate_hz", $"'rate_hz' is {rate}: 0 (no limit) to {MaxRateHz:0} steps per second are allowed.");
        }
    }

    private void CheckTexts(RunRequest request, FieldErrors errors)
    {
        if (request.Name?.Length > scheduler().MaxTextLength)
        {
            errors.Add("name", $"The name has {request.Name.Length} characters: up to {scheduler().MaxTextLength} are allowed.");
        }

        foreach (var tag in request.Tags.Where(t => t.Length == 0 || t.Length > scheduler().MaxTextLength))
        {
            errors.Add("tags", $"A tag has {tag.Length} characters: 1 to {scheduler().MaxTextLength} are allowed.");
        }
    }

    private RunId? CheckRunId(RunRequest request, FieldErrors errors, TimeProvider clock)
    {
        if (request.RunId is null)
        {
            return RunId.New(clock);
        }

        if (!RunId.TryParse(request.RunId, out var id))
        {
            errors.Add("run_id", $"'{request.RunId}' is not a run id: {RunId.Rule}.");
            return null;
        }

        if (isTaken(id.Value))
        {
            errors.Add("run_id", $"There is already a run '{id}': choose another id, or remove that run first.");
            return null;
        }

        return id;
    }

    private void CheckNumEnvs(RunRequest request, FieldErrors errors)
    {
        var most = scheduler().MaxNumEnvs;
        if (request.NumEnvs is { } count && (count < 1 || count > most))
        {
            errors.Add("num_envs", $"'num_envs' is {count}: 1 to {most} environments are allowed.");
        }
    }

    private IEnv? MakeEnvironment(RunRequest request, FieldErrors errors, out IReadOnlyDictionary<string, JsonElement>? args)
    {
        args = null;
        if (!environments.TryGet(request.EnvId, out var spec))
        {
            var known = environments.Specs.Select(s => s.Id).ToArray();
            errors.Add("env_id", request.EnvId.Length == 0
                ? $"'env_id' is required: one of {string.Join(", ", known)}."
                : $"There is no environment '{request.EnvId}'.{NearestName.Hint(request.EnvId, known)} Environments are {string.Join(", ", known)}.");
            return null;
        }

        var values = ParameterValues.TryParse(spec!.Parameters, request.EnvArgs, spec.Id, out var wrong);
        foreach (var error in wrong)
        {
            errors.Add($"env_args.{error.Name}", error.Message);
        }

        if (values is null)
        {
            return null;
        }

        // Only what was given: other defaults are the environment's own, and some follow from what was given.
        args = values.ToJson().Where(a => values.Given.Contains(a.Key)).ToDictionary();
        try
        {
            var env = environments.Make(spec.Id, args);
            if (grids.Refusal(env, values) is { } refusal)
            {
                errors.Add("env_args", refusal);
            }

            return env;
        }
        catch (GymException e)
        {
            errors.Add("env_args", e.Message);
            return null;
        }
    }

    private (string? Algorithm, IReadOnlyDictionary<string, JsonElement>? Params) CheckAlgorithm(RunRequest request, IEnv? env, FieldErrors errors)
    {
        var id = request.Algorithm ?? Preferred(env);
        if (!algorithms.TryGet(id, out var spec))
        {
            var known = algorithms.Specs.Select(s => s.Id).ToArray();
            errors.Add("algorithm", $"There is no algorithm '{id}'.{NearestName.Hint(id, known)} Algorithms are {string.Join(", ", known)}.");
            return (null, null);
        }

        var values = ParameterValues.TryParse(spec!.Parameters, request.Params, $"algorithm '{spec.Id}'", out var wrong);
        foreach (var error in wrong)
        {
            errors.Add($"params.{error.Name}", error.Message);
        }

        if (env is not null && spec.Refusal(env.ActionSpace, env.ObservationSpace) is { } refusal)
        {
            errors.Add("algorithm", refusal);
        }

        return (spec.Id, values?.ToJson());
    }

    private string Preferred(IEnv? env) =>
        algorithms.TryGet(PreferredAlgorithm, out var preferred)
        && (env is null || preferred!.Refusal(env.ActionSpace, env.ObservationSpace) is null)
            ? PreferredAlgorithm
            : FallbackAlgorithm;
}
