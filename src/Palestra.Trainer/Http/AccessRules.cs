using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Palestra.Trainer.Http;

/// <summary>
/// Who may talk to the HTTP port. Loopback: no token, but a request that names another host (DNS rebinding) or comes
/// from another site's page is refused. Any other address: every request carries the token.
/// </summary>
internal sealed class AccessRules(bool loopback, string token)
{
    private const string Cookie = "palestra_token";
    private const string Bearer = "Bearer ";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var known = HasToken(context);
        if (!known && !loopback)
        {
            await Problems.WriteAsync(
                context, StatusCodes.Status401Unauthorized,
                "This daemon listens on an address that is not loopback, so every request needs its token: open the URL the daemon printed, or send 'Authorization: Bearer TOKEN'.");
            return;
        }

        if (!known && !IsLoopbackName(context.Request.Host.Host))
        {
            await Problems.WriteAsync(
                context, StatusCodes.Status403Forbidden,
                $"Host '{context.Request.Host.Host}' is not allowed: use 127.0.0.1 or localhost, or send the token.");
            return;
        }

        if (IsChangeOrSocket(context) && context.Request.Headers.Origin is [{ } origin] && !IsOwn(origin, context.Request))
        {
            await Problems.WriteAsync(
                context, StatusCodes.Status403Forbidden, $"Origin '{origin}' is not this daemon's: changes and sockets are for its own pages only.");
            return;
        }

        await next(context);
    }

    private static bool IsChangeOrSocket(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method));

    private static bool IsOwn(string origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private bool HasToken(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && Matches(header[Bearer.Length..].Trim()))
        {
            return true;
        }

        if (context.Request.Query["token"] is [{ } asked] && Matches(asked))
        {
            // The page that was opened with the token loads the rest without it.
            context.Response.Cookies.Append(
                Cookie, asked, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
            return true;
        }

        return context.Request.Cookies.TryGetValue(Cookie, out var kept) && Matches(kept);
    }

    private bool Matches(string candidate) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(candidate), _token);
}
