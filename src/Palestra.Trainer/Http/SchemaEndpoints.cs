using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Palestra.Agents;
using Palestra.Gym;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Http;

/// <summary><c>/api/v1/environments</c> and <c>/api/v1/algorithms</c>: what can be run, and the schemas that forms are built from; the catalogue of log ids.</summary>
internal sealed class SchemaEndpoints(EnvRegistry environments, AlgorithmRegistry algorithms, GridLimits grids)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/environments", () => Results.Json(new EnvironmentList([.. environments.Specs.Select(View)]), ApiJson.Options))
            .Produces<EnvironmentList>().WithTags("schemas");
        api.MapGet("/algorithms", () => Results.Json(new AlgorithmList([.. algorithms.Specs.Select(View)]), ApiJson.Options))
            .Produces<AlgorithmList>().WithTags("schemas");
        api.MapGet("/demo", () => Results.Json(DemoRequest.Create(), ApiJson.Options))
            .Produces<RunRequest>().WithTags("schemas");
        api.MapGet("/log-ids", () => Results.Json(new LogIdList([.. LogIds.All.Select(View)]), ApiJson.Options))
            .Produces<LogIdList>().WithTags("schemas");
    }

    private static LogIdView View(LogId id) =>
        new(id.Id, id.Component, id.SubComponent, id.Scope.ToString().ToLowerInvariant(), RecordViews.Word(id.Severity), id.Template);

    private static AlgorithmView View(AlgorithmSpec spec) => new()
    {
        Id = spec.Id,
        Summary = spec.Summary,
        Parameters = [.. spec.Parameters.Select(View)],
        ActionSpaces = spec.ActionSpaces,
        ObservationSpaces = spec.ObservationSpaces,
    };

    private static ParameterView View(ParameterSpec spec) => new()
    {
        Name = spec.Name,
        Type = spec.Kind switch
        {
            ParameterKind.Int => "int",
            ParameterKind.Float => "float",
            ParameterKind.Bool => "bool",
            _ => "string",
        },
        Default = JsonSerializer.SerializeToElement(spec.Default),
        Min = spec.Min,
        Max = spec.Max,
        Allowed = spec.Allowed is null ? null : [.. spec.Allowed.Select(a => JsonSerializer.SerializeToElement(a))],
        Unit = spec.Unit,
        Description = spec.Description,
    };

    private EnvironmentView View(EnvSpec spec)
    {
        using var env = environments.Make(spec.Id);
        return new EnvironmentView
        {
            Id = spec.Id,
            Summary = spec.Summary,
            Family = spec.Family,
            Deprecation = spec.Deprecation,
            ActionSpace = env.ActionSpace.Describe(),
            ObservationSpace = env.ObservationSpace.Describe(),
            ActionNames = spec.ActionNames,
            MaxEpisodeSteps = spec.MaxEpisodeSteps,
            RewardThreshold = spec.RewardThreshold,
            Grid = env.Grid is { } grid ? GridView.From(grid) : null,
            Arguments = [.. spec.Parameters.Select(parameter => View(grids.Narrow(parameter)))],
            RenderFps = spec.RenderFps,
            Keys = spec.Keys is { } keys ? KeyMapView.From(keys) : null,
        };
    }
}
