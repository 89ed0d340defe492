using System.Text.Json;
using Palestra.Gym;

namespace Palestra.Cli;

/// <summary>An environment as <c>gym list</c> and <c>gym spec</c> print it.</summary>
internal sealed record EnvDescription(
    string Id,
    string Summary,
    JsonElement ActionSpace,
    JsonElement ObservationSpace,
    int? MaxEpisodeSteps,
    double? RewardThreshold,
    IReadOnlyList<EnvArgument> Arguments)
{
    public static EnvDescription Of(EnvSpec spec)
    {
        using var env = EnvRegistry.Default.Make(spec.Id);
        return Of(env);
    }

    public static EnvDescription Of(IEnv env) => new(
        env.Spec.Id,
        env.Spec.Summary,
        env.ActionSpace.Describe(),
        env.ObservationSpace.Describe(),
        env.Spec.MaxEpisodeSteps,
        env.Spec.RewardThreshold,
        [.. env.Spec.Parameters.Select(EnvArgument.Of)]);
}

internal sealed record EnvArgument(string Name, string Type, object Default, string Allowed, string Description)
{
    public static EnvArgument Of(ParameterSpec parameter) => new(
        parameter.Name, parameter.Kind.ToString().ToLowerInvariant(), parameter.Default, parameter.AllowedText, parameter.Description);
}
