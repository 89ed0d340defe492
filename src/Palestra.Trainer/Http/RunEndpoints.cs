using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Http;

/// <summary><c>/api/v1/runs</c>: list, start, look, control, remove.</summary>
internal sealed class RunEndpoints(RunRegistry registry, SettingsCell<ApiSettings> limits)
{
    private const string StoppedByUser = "Stopped by the user.";

    public void Map(IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("runs");
        runs.MapGet("/", List).Produces<RunPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        runs.MapPost("/", (Delegate)SubmitAsync).Accepts<RunRequest>("application/json").Produces<RunView>(StatusCodes.Status201Created)
            .ProducesValidationProblem();
        runs.MapGet("/{id}", Get).Produces<RunView>().ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapDelete("/{id}", DeleteAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict);
        MapCommand(runs, "stop", ["reason"], (run, fields) => registry.Stop(run, fields.Text("reason") ?? StoppedByUser));
        MapCommand(runs, "pause", [], (run, _) => run.Pause());
        MapCommand(runs, "resume", [], (run, _) => run.Resume());
        MapCommand(runs, "step", ["count"], (run, fields) => run.Step(fields.Whole("count") ?? 1));
        MapCommand(runs, "rate", ["rate_hz"], (run, fields) => run.SetRate(fields.Real("rate_hz") ?? 0), RequireRate);
        MapCommand(
            runs, "mode", ["telemetry_mode"],
            (run, fields) => run.SetMode(RunRequestJson.Mode(fields.Text("telemetry_mode"), new FieldErrors())!.Value), RequireMode);
    }

    private static void RequireMode(JsonFields fields, FieldErrors errors)
    {
        if (RunRequestJson.Mode(fields.Text("telemetry_mode"), errors) is null && !errors.Any)
        {
            errors.Add("telemetry_mode", "'telemetry_mode' is required: fast-lane-only, dual-path or durable-only.");
        }
    }

    private static void RequireRate(JsonFields fields, FieldErrors errors)
    {
        if (!errors.Any && fields.Real("rate_hz") is not >= 0)
        {
            errors.Add("rate_hz", "'rate_hz' is required: steps per second, 0 is no limit.");
        }
    }

    private void MapCommand(
        RouteGroupBuilder runs, string name, string[] known, Func<ActiveRun, JsonFields, string?> command, Action<JsonFields, FieldErrors>? check = null) =>
        runs.MapPost("/{id}/" + name, async (string id, HttpContext context) =>
            {
                if (!RunIds.TryFind(registry, id, out var runId, out var problem))
                {
                    return problem!;
                }

                var (body, error) = await JsonBody.ReadObjectAsync(context);
                if (error is not null)
                {
                    return Problems.Of(StatusCodes.Status400BadRequest, error);
                }

                var errors = new FieldErrors();
                var fields = new JsonFields(body, errors, known);
                check?.Invoke(fields, errors);
                if (errors.Any)
                {
                    return Problems.Invalid(errors.ByField);
                }

                var refusal = registry.FindActive(runId) is { } run
                    ? command(run, fields)
                    : $"Run '{runId}' has ended ({registry.Find(runId)?.Status}): there is nothing left to control.";
                return errors.Any ? Problems.Invalid(errors.ByField)
                    : refusal is null ? Results.Json(registry.View(runId), ApiJson.Options, statusCode: StatusCodes.Status202Accepted)
                    : Problems.Conflict(refusal);
            })
            .Produces<RunView>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private IResult List(int? limit, string? cursor, string? text, string? state, string? env_id)
    {
        if (limit < 1 || limit > limits.Value.MaxPageRows)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, $"'limit' is {limit}: 1 to {limits.Value.MaxPageRows} runs are allowed.");
        }

        if (!string.IsNullOrEmpty(state) && !Enum.GetNames<RunState>().Contains(state, StringComparer.Ordinal))
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                $"'state' is '{state}': one of {string.Join(", ", Enum.GetNames<RunState>())} is allowed.{NearestName.Hint(state, Enum.GetNames<RunState>())}");
        }

        return Results.Json(registry.Page(new CatalogQuery(limit ?? limits.Value.PageRows, Given(cursor), Given(text), Given(state), Given(env_id))), ApiJson.Options);
    }

    private async Task<IResult> SubmitAsync(HttpContext context)
    {
        var (body, error) = await JsonBody.ReadObjectAsync(context);
        if (error is not null)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, error);
        }

        var errors = new FieldErrors();
        var request = RunRequestJson.Read(body, errors);
        var result = await registry.SubmitAsync(request, errors);
        return result.Run is { } run
            ? Results.Text(System.Text.Json.JsonSerializer.Serialize(run, ApiJson.Options), "application/json", null, StatusCodes.Status201Created)
                .WithLocation(context, $"/api/v1/runs/{run.RunId}")
            : Problems.Invalid(result.Errors);
    }

    private IResult Get(string id) =>
        RunIds.TryFind(registry, id, out var runId, out var problem) ? Results.Json(registry.View(runId), ApiJson.Options) : problem!;

    private async Task<IResult> DeleteAsync(string id)
    {
        if (!RunIds.TryFind(registry, id, out var runId, out var problem))
        {
            return problem!;
        }

        return await registry.DeleteAsync(runId) is { } refusal ? Problems.Conflict(refusal) : Results.NoContent();
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
