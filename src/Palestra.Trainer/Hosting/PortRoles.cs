using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Palestra.Trainer.Hosting;

/// <summary>Two ports, one pipeline: marks each connection with the port it came through, so that neither serves the other's calls.</summary>
internal static class PortRoles
{
    private const string Key = "palestra.slow_lane";

    public static void ServeSlowLane(this ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        listen.Use(next => connection =>
        {
            connection.Items[Key] = true;
            return next(connection);
        });
    }

    public static bool IsSlowLane(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Key) == true;
}
