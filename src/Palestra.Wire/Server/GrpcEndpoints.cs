using System.Runtime.CompilerServices;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Palestra.Wire;

/// <summary>Serves gRPC methods from ASP.NET Core endpoints.</summary>
public static class GrpcEndpoints
{
    /// <summary>Builders that already answer unknown methods.</summary>
    private static readonly ConditionalWeakTable<IEndpointRouteBuilder, object> Prepared = [];

    /// <summary>
    /// Needed once per application, before methods are mapped. <see cref="GrpcServerStats"/> can be had from the
    /// services afterwards.
    /// </summary>
    public static IServiceCollection AddGrpcTransport(this IServiceCollection services, WireSettings settings)
    {
        services.TryAddSingleton(settings);
        services.TryAddSingleton<GrpcServerStats>();
        services.TryAddSingleton<GrpcTransport>();
        return services;
    }

    /// <summary>
    /// Windows, keep-alive pings and rate limits of Kestrel as gRPC needs them; they hold for the whole server. The
    /// endpoint itself needs <c>HttpProtocols.Http2</c>.
    /// </summary>
    public static void ConfigureGrpcLimits(this KestrelServerOptions kestrel, WireSettings settings)
    {
        kestrel.Limits.Http2.InitialStreamWindowSize = settings.StreamWindowBytes;
        kestrel.Limits.Http2.InitialConnectionWindowSize = settings.ConnectionWindowBytes;
        kestrel.Limits.Http2.KeepAlivePingDelay = settings.KeepAliveDelay;
        kestrel.Limits.Http2.KeepAlivePingTimeout = settings.KeepAliveTimeout;

        // A client that reads slowly is not a dead one; pings find the dead.
        kestrel.Limits.MinResponseDataRate = null;
    }

    /// <summary>
    /// Serves one method at <c>/service/method</c>. The handler's exceptions become the status:
    /// <see cref="GrpcStatusException"/> its own, anything else UNKNOWN with the details in the log only. The handler
    /// of a method with a single request reads it with <see cref="GrpcServerCall{TReq, TRes}.ReadRequestAsync"/>.
    /// Methods nobody mapped answer UNIMPLEMENTED.
    /// </summary>
    public static IEndpointConventionBuilder MapGrpcMethod<TReq, TRes>(
        this IEndpointRouteBuilder endpoints, string service, string method, GrpcMethodKind kind, Func<GrpcServerCall<TReq, TRes>, Task> handler)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new()
    {
        var transport = endpoints.ServiceProvider.GetService<GrpcTransport>()
            ?? throw new InvalidOperationException($"Call {nameof(AddGrpcTransport)} on the services before {nameof(MapGrpcMethod)}.");
        AnswerUnknownMethods(endpoints, transport);
        var name = $"/{service}/{method}";
        return endpoints.MapPost(name, new RequestDelegate(new GrpcMethod<TReq, TRes>(name, kind, handler, transport).HandleAsync))
            .WithDisplayName($"gRPC {kind} {name}");
    }

    private static void AnswerUnknownMethods(IEndpointRouteBuilder endpoints, GrpcTransport transport)
    {
        if (!Prepared.TryAdd(endpoints, transport))
        {
            return;
        }

        var pattern = RoutePatternFactory.Parse(
            "{unknownService}/{unknownMethod}", defaults: null, parameterPolicies: new { unknownMethod = new GrpcRequests.IsGrpcConstraint() });
        endpoints.Map(pattern, http => GrpcRequests.AnswerUnknownMethodAsync(http, transport.Stats))
            .Add(route => ((RouteEndpointBuilder)route).Order = int.MaxValue);
    }
}
