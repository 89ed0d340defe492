using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Palestra.Wire;

/// <summary>Tells gRPC requests from others, and answers those that no method handles.</summary>
internal static class GrpcRequests
{
    /// <summary>
    /// Refuses, with a sentence, what is no gRPC request. <c>te: trailers</c> is not demanded: it only proves that
    /// proxies on the way pass trailers on, and a client that can read them needs no proof.
    /// </summary>
    public static async Task<bool> AcceptAsync(HttpContext http, GrpcServerStats stats)
    {
        var (code, sentence) = !GrpcProtocol.IsGrpc(http.Request.ContentType)
                ? (StatusCodes.Status415UnsupportedMediaType, $"Content type '{http.Request.ContentType}' is not supported: gRPC needs {GrpcProtocol.ContentType}.")
            : !HttpProtocol.IsHttp2(http.Request.Protocol)
                ? (StatusCodes.Status426UpgradeRequired, $"{http.Request.Protocol} cannot carry gRPC: use HTTP/2 without TLS and with prior knowledge.")
            : (StatusCodes.Status200OK, "");
        if (sentence.Length > 0)
        {
            stats.Refused();
            http.Response.StatusCode = code;
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(sentence + "\n", http.RequestAborted).ConfigureAwait(false);
            return false;
        }

        http.Response.ContentType = GrpcProtocol.ContentType;
        http.Response.Headers[GrpcProtocol.AcceptEncodingHeader] = GrpcProtocol.AcceptedEncodings;
        return true;
    }

    public static async Task AnswerUnknownMethodAsync(HttpContext http, GrpcServerStats stats)
    {
        if (!await AcceptAsync(http, stats).ConfigureAwait(false))
        {
            return;
        }

        stats.Started();
        stats.Ended(GrpcStatusCode.Unimplemented);
        http.Response.Headers[GrpcProtocol.StatusHeader] = ((int)GrpcStatusCode.Unimplemented).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers[GrpcProtocol.MessageHeader] = GrpcProtocol.EncodeMessage($"There is no method {http.Request.Path}.");
    }

    /// <summary>Keeps the route for unknown methods away from everything that is not gRPC.</summary>
    public sealed class IsGrpcConstraint : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null && GrpcProtocol.IsGrpc(httpContext.Request.ContentType);
    }
}
