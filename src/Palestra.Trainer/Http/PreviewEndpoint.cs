using Palestra.Settings;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Palestra.Gym;
using Palestra.Gym.Rendering;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Http;

/// <summary><c>/api/v1/environments/{id}/preview.png</c>: what an environment looks like with the arguments of a form.</summary>
internal sealed class PreviewEndpoint(EnvRegistry environments, SettingsCell<ApiSettings> limits, GridLimits grids)
{
    /// <summary>The token may be in the query of any call; it is no argument of an environment.</summary>
    private const string TokenField = "token";

    // A fixed seed, so that the same form always shows the same first frame.
    private const ulong Seed = 0;

    public void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/environments/{id}/preview.png", Preview).Produces(StatusCodes.Status200OK, contentType: "image/png").WithTags("schemas");

    private IResult Preview(string id, HttpContext context)
    {
        try
        {
            var arguments = Arguments(context.Request.Query);
            using var env = environments.Make(id, arguments);
            if (grids.Refusal(env, ParameterValues.Parse(env.Spec.Parameters, arguments, id)) is { } refusal)
            {
                return Problems.Of(StatusCodes.Status400BadRequest, refusal);
            }

            if (!env.FrameSize.CanRender)
            {
                return Problems.NotFound($"{id} does not render frames.");
            }

            env.Reset(Seed, new byte[env.ObservationSpace.RowBytes]);
            var rgb = new byte[env.FrameSize.Bytes];
            env.Render(rgb);
            using var png = new MemoryStream();
            PngWriter.Write(png, rgb, env.FrameSize.Width, env.FrameSize.Height);
            context.Response.Headers.CacheControl = $"private, max-age={(long)limits.Value.PreviewMaxAge.TotalSeconds}";
            return Results.Bytes(png.ToArray(), "image/png");
        }
        catch (GymException e)
        {
            return Problems.Of(environments.TryGet(id, out _) ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound, e.Message);
        }
    }

    private static Dictionary<string, JsonElement> Arguments(IQueryCollection query) => query
        .Where(field => field.Key != TokenField)
        .ToDictionary(field => field.Key, field => Value(field.Value.ToString()));

    /// <summary>JSON where it is JSON (<c>3</c>, <c>true</c>, <c>[1,2]</c>), else text.</summary>
    private static JsonElement Value(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}
