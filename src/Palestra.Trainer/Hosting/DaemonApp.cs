using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Palestra.Agents;
using Palestra.Gym;
using Palestra.Trainer.Api;
using Palestra.Trainer.Http;
using Palestra.Trainer.Runs;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Hosting;

/// <summary>The web application: console and API on one port, the slow lane on the other.</summary>
internal static class DaemonApp
{
    private const string GrpcContentType = "application/grpc";

    public static WebApplication Build(DaemonOptions options, DaemonParts parts, TimeProvider clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddProvider(parts.Logs).SetMinimumLevel(options.LogLevel).AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning)
            // It would report a port in use with a stack trace; DaemonStartException says all of it in one sentence.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureGrpcLimits(parts.Wire);
            kestrel.Listen(parts.HttpListen, parts.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(parts.GrpcListen, parts.GrpcPort, PortRoles.ServeSlowLane);
        });
        builder.Services
            .AddSingleton<IHostLifetime, QuietLifetime>()
            .AddSingleton(clock)
            .Configure<HostOptions>(o => o.ShutdownTimeout = parts.Services.Scheduler.StopTimeout)
            .ConfigureHttpJsonOptions(o => ApiJson.Configure(o.SerializerOptions))
            .AddRouting()
            .AddProblemDetails()
            .AddResponseCompression()
            .AddGrpcTransport(parts.Wire)
            .AddOpenApi();
        var app = builder.Build();
        UseRules(app, parts);
        Map(app, parts, clock);
        return app;
    }

    private static void UseRules(WebApplication app, DaemonParts parts)
    {
        // First, so that the rules know a socket when they see one.
        app.UseWebSockets();
        var access = new AccessRules(!parts.NeedsToken, parts.Info.Token);
        app.Use(next => context => GuardAsync(context, next, parts.Log));
        app.Use(next => context => PortRoles.IsSlowLane(context) ? next(context) : access.InvokeAsync(context, next));
        app.UseWhen(context => !PortRoles.IsSlowLane(context), branch =>
        {
            branch.UseResponseCompression();
            ConsoleFiles.Use(branch);
        });
        app.UseRouting();
        app.Use(next => context => KeepApartAsync(context, next));
    }

    private static void Map(WebApplication app, DaemonParts parts, TimeProvider clock)
    {
        var (registry, settings, limits, stopping) = (parts.Registry, parts.Settings, parts.Settings.Api, parts.Stopping.Token);
        app.MapGrpcMethod<Proto.WorkerMessage, Proto.DaemonMessage>(
            "palestra.v1.Telemetry", "Session", GrpcMethodKind.Duplex, parts.Sessions.HandleAsync);
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup("/api/v1");
        api.AddEndpointFilter(async (context, next) =>
        {
            // A list that is still being made would lack runs.
            await registry.Ready;
            return await next(context);
        });
        new SystemEndpoints(parts.Figures, parts.Metrics).Map(app, api);
        new SettingsEndpoints(settings.Hub, limits).Map(api);
        var grids = new GridLimits(() => settings.Grid.Value);
        new SchemaEndpoints(EnvRegistry.Default, AlgorithmRegistry.Default, grids).Map(api);
        new RunFieldsEndpoint(EnvRegistry.Default, settings.Hub, parts.Services.Budget).Map(api);
        new PreviewEndpoint(EnvRegistry.Default, limits, grids).Map(api);
        new RunEndpoints(registry, limits).Map(api);
        new RunRecordEndpoints(registry, settings.Live, limits).Map(api);
        app.Map("/api/v1/live", new LiveSocket(registry, parts.Figures, parts.News, settings, clock, stopping).HandleAsync);
        var frames = new FramesSocket(registry, settings, clock, stopping);
        app.Map("/api/v1/runs/{id}/frames", context => frames.HandleAsync(context, (string)context.Request.RouteValues["id"]!));
        app.MapFallback(ConsoleFiles.FallbackAsync);
    }

    /// <summary>Turns what nobody expected into an answer, and into a line of the log.</summary>
    private static async Task GuardAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        try
        {
            await next(context);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e) when (!context.Response.HasStarted && !PortRoles.IsSlowLane(context))
        {
            await Problems.WriteAsync(context, e.StatusCode, e.Message);
        }
        catch (Palestra.Storage.RunFileException e) when (!context.Response.HasStarted && !PortRoles.IsSlowLane(context))
        {
            await Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, e.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left.
        }
        catch (Exception e) when (!PortRoles.IsSlowLane(context))
        {
            DaemonLog.RequestFailed(log, context.Request.Method, context.Request.Path, e);
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
            else
            {
                await Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, $"The daemon failed: {e.Message} Its log (daemon.log in the data folder) says more.");
            }
        }
    }

    /// <summary>Calls of workers come through the slow lane's port only, everything else through the other one only.</summary>
    private static Task KeepApartAsync(HttpContext context, RequestDelegate next)
    {
        var isGrpc = context.Request.ContentType?.StartsWith(GrpcContentType, StringComparison.OrdinalIgnoreCase) == true;
        if (PortRoles.IsSlowLane(context) == isGrpc)
        {
            return next(context);
        }

        if (isGrpc)
        {
            return Problems.WriteAsync(context, StatusCodes.Status404NotFound, "This is the port of console and API; gRPC has its own (daemon.json names it).");
        }

        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return context.Response.WriteAsync("This is the port of the slow lane: it speaks gRPC.", context.RequestAborted);
    }
}
