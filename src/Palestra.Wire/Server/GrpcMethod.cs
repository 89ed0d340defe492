using System.Diagnostics;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Palestra.Wire;

/// <summary>Runs the calls of one method: from the HTTP request to the status.</summary>
internal sealed class GrpcMethod<TReq, TRes>(
    string name, GrpcMethodKind kind, Func<GrpcServerCall<TReq, TRes>, Task> handler, GrpcTransport transport)
    where TReq : class, IMessage<TReq>, new()
    where TRes : class, IMessage<TRes>, new()
{
    public async Task HandleAsync(HttpContext http)
    {
        if (!await GrpcRequests.AcceptAsync(http, transport.Stats).ConfigureAwait(false))
        {
            return;
        }

        transport.Stats.Started();
        string? timeoutText = http.Request.Headers[GrpcProtocol.TimeoutHeader];
        var timeout = TimeSpan.Zero;
        var timeoutIsValid = timeoutText is null || GrpcProtocol.TryParseTimeout(timeoutText, out timeout);

        using var lifetime = new GrpcCallLifetime(http, timeoutText is null || !timeoutIsValid ? null : timeout, transport.Clock, transport.Stopping);
        using var response = new GrpcResponse(http, lifetime, transport.Settings, transport.Stats);
        var call = new GrpcServerCall<TReq, TRes>(http, response, lifetime, transport.Settings, transport.Stats);
        if (!timeoutIsValid)
        {
            await response.EndAsync(new GrpcStatus(
                GrpcStatusCode.Internal, $"grpc-timeout '{timeoutText}' is not valid: up to 8 digits and a unit H, M, S, m, u or n.")).ConfigureAwait(false);
            return;
        }

        LiftBodyLimits(http);

        // The client gets its answer at the deadline even if the handler takes longer to notice.
        var interrupted = Task.CompletedTask;
        var registration = lifetime.Token.Register(() => interrupted = Task.Run(() => EndInterruptedAsync(response, lifetime)));
        var status = await InvokeAsync(call, response, lifetime).ConfigureAwait(false);
        await registration.DisposeAsync().ConfigureAwait(false);
        await response.EndAsync(status).ConfigureAwait(false);
        await interrupted.ConfigureAwait(false);
    }

    private static Task EndInterruptedAsync(GrpcResponse response, GrpcCallLifetime lifetime) =>
        response.EndAsync(lifetime.Interruption ?? throw new UnreachableException());

    private async Task<GrpcStatus> InvokeAsync(GrpcServerCall<TReq, TRes> call, GrpcResponse response, GrpcCallLifetime lifetime)
    {
        try
        {
            await handler(call).ConfigureAwait(false);
            return kind is GrpcMethodKind.Unary or GrpcMethodKind.ClientStream && response.Messages != 1
                ? throw new InvalidOperationException($"The handler wrote {response.Messages} responses; a {kind} method has exactly one.")
                : GrpcStatus.OK;
        }
        catch (GrpcStatusException e)
        {
            transport.Log.LogDebug("{Method} from {Peer} ended with {Status}.", name, call.Peer, e.Status);
            return e.Status;
        }
        catch (OperationCanceledException) when (lifetime.Interruption is { } interruption)
        {
            return interruption;
        }
        catch (OperationCanceledException e) when (e.InnerException is IOException)
        {
            return new GrpcStatus(GrpcStatusCode.Cancelled, "The client left the call.");
        }
#pragma warning disable CA1031 // Whatever a handler throws ends its call only, never the server.
        catch (Exception e)
#pragma warning restore CA1031
        {
            transport.Log.LogError(e, "The handler of {Method} ({Kind}) failed; its client {Peer} is told UNKNOWN.", name, kind, call.Peer);
            return new GrpcStatus(GrpcStatusCode.Unknown, $"The server failed while it handled {name}; its log says why.");
        }
    }

    /// <summary>A stream of steps lasts as long as its run and may pause: neither its size nor its rate says anything.</summary>
    private static void LiftBodyLimits(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
