using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Palestra.Gym;
using Palestra.Settings;
using Palestra.Trainer.Api;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Http;

/// <summary><c>/api/v1/run-fields</c>: default, range and help of a run request's own fields, from the registry of settings.</summary>
internal sealed class RunFieldsEndpoint(EnvRegistry environments, SettingsHub hub, ResourceBudget budget)
{
    public void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/run-fields", () => Results.Json(Fields(), ApiJson.Options)).Produces<RunFieldList>().WithTags("schemas");

    private RunFieldList Fields()
    {
        var most = budget.Size;
        return new RunFieldList(
        [
            Of("env_id", "run.default_env") with { Allowed = [.. environments.Specs.Select(spec => JsonSerializer.SerializeToElement(spec.Id))] },
            Of("seed", "run.default_seed"),
            Of("episodes", "trainer.default_episodes"),
            Upto("num_envs", "trainer.max_num_envs", 1, "Environments stepped side by side."),
            Of("rate_hz", "run.rate"),
            Of("telemetry_mode", "run.telemetry_mode"),
            Limited(Of("cpus", "run.cpus"), most.Cpus),
            Limited(Of("memory_mb", "run.memory_mb"), most.MemoryMb),
            Limited(Of("gpus", "run.gpus"), most.Gpus),
            Upto("name", "trainer.max_text_length", null, "Name for people."),
        ]);
    }

    private ParameterView Of(string field, string key)
    {
        var setting = Setting(key);
        var spec = setting.Spec;
        return new ParameterView
        {
            Name = field,
            Type = spec.Type switch
            {
                SettingType.Int or SettingType.Long => "int",
                SettingType.Double => "float",
                SettingType.Bool => "bool",
                _ => "string",
            },
            Default = spec.Type is SettingType.String ? JsonSerializer.SerializeToElement(setting.Value) : JsonSerializer.Deserialize<JsonElement>(setting.Value),
            Min = spec.Min,
            Max = spec.Max,
            Allowed = spec.Allowed is null ? null : [.. spec.Allowed.Select(word => JsonSerializer.SerializeToElement(word))],
            Unit = spec.Unit,
            Description = spec.Description,
        };
    }

    /// <summary>A field whose largest value is a setting: for a text, its longest length.</summary>
    private ParameterView Upto(string field, string key, int? fallback, string description) => Of(field, key) with
    {
        Type = fallback is null ? "string" : "int",
        Default = fallback is { } value ? JsonSerializer.SerializeToElement(value) : null,
        Min = fallback,
        Max = double.Parse(Setting(key).Value, System.Globalization.CultureInfo.InvariantCulture),
        Description = description,
    };

    private static ParameterView Limited(ParameterView field, int most) => field with
    {
        Max = Math.Min(field.Max ?? most, most),
        Default = JsonSerializer.SerializeToElement(Math.Min(field.Default!.Value.GetInt32(), most)),
    };

    private EffectiveSetting Setting(string key) =>
        hub.Current.TryFind(key, out var setting, out var problem) ? setting : throw new InvalidOperationException(problem);
}
