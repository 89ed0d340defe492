using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Palestra.Wire;

/// <summary>Serves gRPC methods from ASP.NET Core endpoints.</summary>
public static class GrpcEndpoints
{
    /// <summary>Needed once per application, before methods are mapped.</summary>
    public static IServiceCollection AddGrpcTransport(this IServiceCollection services, WireSettings settings) => throw new NotImplementedException();

    /// <summary>Windows, keep-alive pings and rate limits of Kestrel as gRPC needs them; they hold for the whole server.</summary>
    public static void ConfigureGrpcLimits(this KestrelServerOptions kestrel, WireSettings settings) => throw new NotImplementedException();

    /// <summary>
    /// Serves one method at <c>/service/method</c>. The handler's exceptions become the status:
    /// <see cref="GrpcStatusException"/> its own, anything else UNKNOWN with the details in the log only.
    /// Methods nobody mapped answer UNIMPLEMENTED.
    /// </summary>
    public static IEndpointConventionBuilder MapGrpcMethod<TReq, TRes>(
        this IEndpointRouteBuilder endpoints, string service, string method, GrpcMethodKind kind, Func<GrpcServerCall<TReq, TRes>, Task> handler)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new() => throw new NotImplementedException();
}
