using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Palestra.Storage;
using Palestra.Wire;
using V1 = Palestra.Wire.V1;

namespace Palestra.Worker.Tests;

/// <summary>A real gRPC server that plays the daemon's part of a session, as scripted by a test.</summary>
internal sealed class FakeDaemon : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Ledger _ledger;
    private readonly ConcurrentQueue<string> _problems = new();
    private GrpcServerCall<V1.WorkerMessage, V1.DaemonMessage>? _call;

    private FakeDaemon(WebApplication app, Ledger ledger) => (_app, _ledger) = (app, ledger);

    public ulong Credits { get; init; } = 1_000_000;

    public bool Paused { get; init; }

    public double RateHz { get; init; }

    public string Token { get; init; } = "secret";

    /// <summary>Whether what arrives is acknowledged at once.</summary>
    public bool Acknowledges { get; set; } = true;

    /// <summary>Answers the hello with this status instead of a welcome.</summary>
    public GrpcStatusCode? Refusal { get; init; }

    public ConcurrentQueue<V1.Hello> Hellos { get; } = new();

    public ConcurrentQueue<V1.LogRecord> Logs { get; } = new();

    public ConcurrentQueue<V1.Heartbeat> Heartbeats { get; } = new();

    public ConcurrentQueue<bool> PauseReports { get; } = new();

    public ConcurrentQueue<long> FirstSeqs { get; } = new();

    public V1.Finished? Finished { get; private set; }

    public IReadOnlyCollection<string> Problems => _problems;

    public static async Task<FakeDaemon> StartAsync(
        DataRoot root, Ledger ledger, ulong credits = 1_000_000, bool acknowledges = true, bool paused = false,
        double rateHz = 0, GrpcStatusCode? refusal = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpcTransport(new WireSettings());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureGrpcLimits(new WireSettings());
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var daemon = new FakeDaemon(app, ledger)
        {
            Credits = credits, Acknowledges = acknowledges, Paused = paused, RateHz = rateHz, Refusal = refusal,
        };
        app.MapGrpcMethod<V1.WorkerMessage, V1.DaemonMessage>("palestra.v1.Telemetry", "Session", GrpcMethodKind.Duplex, daemon.ServeAsync);
        await app.StartAsync();
        daemon.Announce(root, daemon.Token);
        return daemon;
    }

    public void Announce(DataRoot root, string token) => new DaemonFile
    {
        Pid = Environment.ProcessId,
        HttpAddress = "http://127.0.0.1:1",
        GrpcAddress = _app.Urls.First(),
        Token = token,
        StartedUs = 0,
        Version = "test",
    }.Write(root);

    public async Task SendAsync(V1.DaemonMessage message) => await _call!.WriteAsync(message);

    public Task AcknowledgeAllAsync() => SendAsync(new V1.DaemonMessage { Ack = new V1.Ack { Positions = { Positions() } } });

    /// <summary>Cuts every connection without a word, as kill -9 would.</summary>
    public async Task KillAsync()
    {
        _call?.HttpContext.Abort();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(GrpcServerCall<V1.WorkerMessage, V1.DaemonMessage> call)
    {
        try
        {
            await foreach (var message in call.Requests)
            {
                await (message.BodyCase is V1.WorkerMessage.BodyOneofCase.Hello ? GreetAsync(call, message.Hello) : TakeAsync(call, message));
            }
        }
        finally
        {
            Interlocked.CompareExchange(ref _call, null, call);
        }
    }

    private async Task GreetAsync(GrpcServerCall<V1.WorkerMessage, V1.DaemonMessage> call, V1.Hello hello)
    {
        Hellos.Enqueue(hello);
        if (Refusal is { } code)
        {
            throw new GrpcStatusException(code, $"Run '{hello.RunId}' is not welcome.");
        }

        if (hello.Token != Token)
        {
            throw new GrpcStatusException(GrpcStatusCode.Unauthenticated, "Wrong token.");
        }

        _call = call;
        await call.WriteAsync(new V1.DaemonMessage
        {
            Welcome = new V1.Welcome
            {
                Protocol = 1, CreditSteps = Credits, Paused = Paused, RateHz = RateHz, Positions = { Positions() },
            },
        });
    }

    private async Task TakeAsync(GrpcServerCall<V1.WorkerMessage, V1.DaemonMessage> call, V1.WorkerMessage message)
    {
        switch (message.BodyCase)
        {
            case V1.WorkerMessage.BodyOneofCase.Steps:
                var (batch, error) = WireMap.FromProto(message.Steps);
                FirstSeqs.Enqueue(batch?.FirstSeq ?? -1);
                Note(error ?? _ledger.Take(batch!));
                break;
            case V1.WorkerMessage.BodyOneofCase.Episode:
                var (episode, wrong) = WireMap.FromProto(message.Episode);
                Note(wrong ?? _ledger.Take(episode!));
                break;
            case V1.WorkerMessage.BodyOneofCase.Log:
                Logs.Enqueue(message.Log);
                return;
            case V1.WorkerMessage.BodyOneofCase.Heartbeat:
                Heartbeats.Enqueue(message.Heartbeat);
                return;
            case V1.WorkerMessage.BodyOneofCase.State:
                PauseReports.Enqueue(message.State.Paused);
                return;
            case V1.WorkerMessage.BodyOneofCase.Finished:
                Finished = message.Finished;
                await call.WriteAsync(new V1.DaemonMessage { Farewell = new V1.Farewell() });
                return;
        }

        if (Acknowledges)
        {
            await call.WriteAsync(new V1.DaemonMessage { Ack = new V1.Ack { Positions = { Positions() } } });
        }
    }

    private void Note(string? problem)
    {
        if (problem is not null)
        {
            _problems.Enqueue(problem);
        }
    }

    private IEnumerable<V1.StreamPosition> Positions() => _ledger.Streams.Select(stream =>
    {
        var (seq, episodes) = _ledger.Position(stream);
        return new V1.StreamPosition
        {
            AgentId = stream.AgentId, Slot = (uint)stream.Slot, DurableSeq = (ulong)seq, DurableEpisodes = (ulong)episodes,
        };
    });
}
