using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Palestra.Settings;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Http;

/// <summary><c>/api/v1/settings</c>: look at settings, change them, see who changed what, undo it.</summary>
internal sealed class SettingsEndpoints(SettingsHub hub, SettingsCell<ApiSettings> limits)
{
    public void Map(IEndpointRouteBuilder api)
    {
        var settings = api.MapGroup("/settings").WithTags("settings");
        settings.MapGet("/", () => Json(WriteAll));
        settings.MapPatch("/", (Delegate)PatchAsync).Produces<SettingEditView>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        settings.MapGet("/history", History).Produces<SettingHistoryPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        settings.MapPost("/history/{id:long}/undo", Undo).Produces<SettingEditView>().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        settings.MapGet("/{key}", Get).ProducesProblem(StatusCodes.Status404NotFound);
        settings.MapPut("/{key}", (Delegate)PutAsync).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        settings.MapDelete("/{key}", (string key, HttpContext context) => ChangeOne(context, key, null)).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private void WriteAll(Utf8JsonWriter json)
    {
        var current = hub.Current;
        json.WriteStartObject();
        json.WritePropertyName("settings");
        SettingsReport.WriteList(json, current);
        json.WritePropertyName("problem");
        JsonSerializer.Serialize(json, SettingsProblemView.From(hub.LastFileProblem), ApiJson.Options);
        json.WritePropertyName("warnings");
        JsonSerializer.Serialize(json, current.Warnings, ApiJson.Options);
        json.WriteEndObject();
    }

    private IResult Get(string key, HttpContext context) => hub.Current.TryFind(key, out var setting, out var problem)
        ? Row(context, setting)
        : Problems.NotFound(problem);

    private async Task<IResult> PutAsync(string key, HttpContext context)
    {
        var (body, error) = await JsonBody.ReadObjectAsync(context);
        if (error is not null)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, error);
        }

        var errors = new FieldErrors();
        var fields = new JsonFields(body, errors, "value");
        var text = fields.Raw("value") is { } value ? Text(value) : null;
        if (text is null && !errors.Any)
        {
            errors.Add("value", "'value' is required: a string, a number, true or false; DELETE takes a stored value away.");
        }

        return errors.Any ? Problems.Invalid(errors.ByField) : ChangeOne(context, key, text);
    }

    private async Task<IResult> PatchAsync(HttpContext context)
    {
        var (body, error) = await JsonBody.ReadObjectAsync(context);
        if (error is not null)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, error);
        }

        var errors = new FieldErrors();
        var values = new JsonFields(body, errors, "values").Map("values");
        if (values is not { Count: > 0 } && !errors.Any)
        {
            errors.Add("values", "'values' is required: an object of keys and their new values; null takes a stored value away.");
        }

        foreach (var (key, value) in values ?? new Dictionary<string, JsonElement>())
        {
            if (value.ValueKind != JsonValueKind.Null && Text(value) is null)
            {
                errors.Add(key, $"The value of '{key}' must be a string, a number, true, false or null, not {JsonKinds.Word(value.ValueKind)}.");
            }
        }

        if (errors.Any)
        {
            return Problems.Invalid(errors.ByField);
        }

        var edits = values!.Select(pair => new KeyValuePair<string, string?>(pair.Key, Text(pair.Value))).ToList();
        return Change(context, edits, applied => Results.Json(View(applied), ApiJson.Options));
    }

    private IResult History(string? key, long? before, int? limit)
    {
        if (limit < 1 || limit > limits.Value.MaxPageRows)
        {
            return RunRecordEndpoints.OutOfRange("limit", limit, limits.Value.MaxPageRows);
        }

        var name = string.IsNullOrEmpty(key) ? null : key;
        if (name is not null && hub.Current.TryFind(name, out var setting, out _))
        {
            // A key that is no setting any more still has a history.
            name = setting.Spec.Key;
        }

        try
        {
            var wanted = limit ?? limits.Value.PageRows;
            var changes = hub.History(name, before, wanted + 1);
            return Results.Json(
                new SettingHistoryPage([.. changes.Take(wanted).Select(SettingChangeView.From)], changes.Count > wanted ? changes[wanted - 1].Id : null),
                ApiJson.Options);
        }
        catch (OverrideStoreException e)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    private IResult Undo(long id, HttpContext context) => SettingsAnswers.Of(
        hub.Undo(id, Who, Via(context.Request)), hub, null, applied => Results.Json(View(applied), ApiJson.Options));

    private IResult ChangeOne(HttpContext context, string name, string? text)
    {
        var key = hub.Current.TryFind(name, out var setting, out _) ? setting.Spec.Key : name;
        return Change(context, [new(key, text)], _ => Row(context, hub.Current.Effective.First(row => row.Spec.Key == key)), key);
    }

    private IResult Change(
        HttpContext context, List<KeyValuePair<string, string?>> values, Func<ChangeOutcome.Applied, IResult> done, string? key = null)
    {
        if (!SettingsTag.TryParse(context.Request.Headers.IfMatch, out var expected, out var problem))
        {
            return Problems.Of(StatusCodes.Status412PreconditionFailed, problem);
        }

        var edit = new SettingsEdit { Values = values, Who = Who, Via = Via(context.Request), ExpectedVersions = expected };
        return SettingsAnswers.Of(hub.Change(edit), hub, key, done);
    }

    private static IResult Row(HttpContext context, EffectiveSetting setting)
    {
        context.Response.Headers.ETag = SettingsTag.Of(setting.Spec.Namespace, setting.Version);
        return Json(json => SettingsReport.WriteSetting(json, setting, withLayers: true));
    }

    private static SettingEditView View(ChangeOutcome.Applied applied) => new([.. applied.Changes.Select(SettingChangeView.From)], applied.Versions);

    // Whoever may change settings here is the daemon's own user, or holds that user's token.
    private static string Who => Environment.UserName;

    /// <summary>A program says who it is; a page of the console is known by its origin.</summary>
    private static string Via(HttpRequest request) => request.Headers["Palestra-Via"].ToString() switch
    {
        ChangeVia.Cli => ChangeVia.Cli,
        ChangeVia.Console => ChangeVia.Console,
        _ => request.Headers.Origin.Count > 0 ? ChangeVia.Console : ChangeVia.Api,
    };

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static IResult Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json);
        }

        return Results.Bytes(bytes.ToArray(), "application/json");
    }
}
