using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Palestra.Telemetry;
using Palestra.Wire;
using V1 = Palestra.Wire.V1;

namespace Palestra.Bench;

/// <summary>A server of the same protocol on the same transport that acknowledges every batch at once and keeps nothing.</summary>
internal sealed class DoNothingSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _steps;

    private DoNothingSink(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Steps received since it was started.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    public static async Task<DoNothingSink> StartAsync(BenchOptions options)
    {
        var (wire, credits) = (options.Settings.Get<WireSettings>(), options.Settings.Get<CreditSettings>());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpcTransport(wire);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureGrpcLimits(wire);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var sink = new DoNothingSink(app);
        app.MapGrpcMethod<V1.WorkerMessage, V1.DaemonMessage>(
            "palestra.v1.Telemetry", "Session", GrpcMethodKind.Duplex, call => sink.ServeAsync(call, (ulong)credits.Initial));
        await app.StartAsync().ConfigureAwait(false);
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(GrpcServerCall<V1.WorkerMessage, V1.DaemonMessage> call, ulong credits)
    {
        await foreach (var message in call.Requests.ConfigureAwait(false))
        {
            switch (message.BodyCase)
            {
                case V1.WorkerMessage.BodyOneofCase.Hello:
                    await call.WriteAsync(new V1.DaemonMessage { Welcome = new V1.Welcome { Protocol = 1, CreditSteps = credits } }).ConfigureAwait(false);
                    break;
                case V1.WorkerMessage.BodyOneofCase.Steps:
                    Interlocked.Add(ref _steps, message.Steps.Rewards.Count);
                    var position = new V1.StreamPosition
                    {
                        AgentId = message.Steps.AgentId,
                        Slot = message.Steps.Slot,
                        DurableSeq = message.Steps.FirstSeq + (ulong)message.Steps.Rewards.Count - 1,
                    };
                    await call.WriteAsync(new V1.DaemonMessage { Ack = new V1.Ack { Positions = { position } } }).ConfigureAwait(false);
                    break;
                case V1.WorkerMessage.BodyOneofCase.Finished:
                    await call.WriteAsync(new V1.DaemonMessage { Farewell = new V1.Farewell() }).ConfigureAwait(false);
                    break;
                default:
                    break;
            }
        }
    }
}
