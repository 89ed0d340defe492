using Microsoft.AspNetCore.Http;

namespace Palestra.Trainer.Http;

internal static class ResultHeaders
{
    public static IResult WithLocation(this IResult result, HttpContext context, string location)
    {
        context.Response.Headers.Location = location;
        return result;
    }
}
