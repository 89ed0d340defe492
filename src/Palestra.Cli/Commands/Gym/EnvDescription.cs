using System.Text.Json;
using Palestra.Gym;

namespace Palestra.Cli;

/// <summary>An environment as <c>gym list</c> and <c>gym spec</c> print it.</summary>
internal sealed record EnvDescription(
    string Id,
    string Summary,
    string Family,
    string? Deprecation,
    JsonElement ActionSpace,
    JsonElement ObservationSpace,
    int? MaxEpisodeSteps,
    double? RewardThreshold,
    int RenderFps,
    IReadOnlyList<string> ActionNames,
    IReadOnlyDictionary<string, double> Keys,
    double? IdleAction,
    IReadOnlyList<EnvArgument> Arguments,
    IReadOnlyList<EnvArgument> ResetOptions)
{
    public static EnvDescription Of(EnvSpec spec)
    {
        using var env = EnvRegistry.Default.Make(spec.Id);
        return Of(env);
    }

    public static EnvDescription Of(IEnv env) => new(
        env.Spec.Id,
        env.Spec.Summary,
        env.Spec.Family,
        env.Spec.Deprecation,
        env.ActionSpace.Describe(),
        env.ObservationSpace.Describe(),
        env.Spec.MaxEpisodeSteps,
        env.Spec.RewardThreshold,
        env.Spec.RenderFps,
        env.Spec.ActionNames,
        env.Spec.Keys?.Bindings.ToDictionary(key => key.Key, key => key.Action) ?? [],
        env.Spec.Keys?.Idle,
        [.. env.Spec.Parameters.Select(EnvArgument.Of)],
        [.. env.Spec.ResetOptions.Select(EnvArgument.Of)]);
}

internal sealed record EnvArgument(string Name, string Type, object Default, string Allowed, string Description)
{
    public static EnvArgument Of(ParameterSpec parameter) => new(
        parameter.Name, parameter.Kind.ToString().ToLowerInvariant(), parameter.Default, parameter.AllowedText, parameter.Description);
}
