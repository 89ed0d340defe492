using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Palestra.Wire.Tests;

/// <summary>A real server on an ephemeral port, with an echo method, to which a test adds its own.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    public const string Service = "palestra.tests.Probe";

    private readonly WebApplication _app;

    private WireServer(WebApplication app, WireSettings settings)
    {
        _app = app;
        Settings = settings;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Channel = new GrpcChannel(Address, settings);
    }

    public WireSettings Settings { get; }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public GrpcServerStats Stats => _app.Services.GetRequiredService<GrpcServerStats>();

    public static async Task<WireServer> StartAsync(
        Action<WebApplication>? methods = null, WireSettings? settings = null, TimeProvider? clock = null, ILoggerProvider? log = null)
    {
        settings ??= new WireSettings();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.Services.AddGrpcTransport(settings);
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureGrpcLimits(settings);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(Service, "Echo", GrpcMethodKind.Duplex, async call =>
        {
            await foreach (var request in call.Requests)
            {
                await call.WriteAsync(request);
            }
        });
        methods?.Invoke(app);
        await app.StartAsync();
        return new WireServer(app, settings);
    }

    public GrpcClientCall<V1.LogRecord, V1.LogRecord> Call(string method, CancellationToken cancellationToken = default) =>
        Channel.Duplex<V1.LogRecord, V1.LogRecord>(Service, method, cancellationToken);

    /// <summary>Fails if the server no longer serves others.</summary>
    public async Task AssertServesAsync()
    {
        using var call = Call("Echo");
        await call.WriteAsync(new V1.LogRecord { Message = "still there?" });
        await call.CompleteAsync();
        var answers = await call.Responses.ToListAsync();
        Assert.Equal("still there?", Assert.Single(answers).Message);
        Assert.Equal(GrpcStatus.OK, await call.Status);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>Keeps what the server logs, so that a test can wait for a line.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public ValueTask<string> NextAsync() => _lines.Reader.ReadAsync();

    public ILogger CreateLogger(string categoryName) =>
        categoryName == "Palestra.Wire" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _lines.Writer.TryWrite($"{formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }
}
