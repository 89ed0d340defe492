using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Palestra.Wire;

namespace Palestra.Trainer.Tests;

/// <summary>An OpenTelemetry collector that takes OTLP over HTTP or gRPC and keeps the newest value of each series.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>By <c>name[unit]{attribute=value}</c>; for a histogram the number of its values.</summary>
    public ConcurrentDictionary<string, double> Series { get; } = [];

    /// <param name="grpc">Whether it speaks gRPC, with our own server.</param>
    public static async Task<OtlpReceiver> StartAsync(bool grpc = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        builder.Services.AddRouting();
        builder.Services.AddGrpcTransport(new WireSettings());
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/metrics", receiver.TakeAsync);
        app.MapGrpcMethod<Empty, Empty>(
            "opentelemetry.proto.collector.metrics.v1.MetricsService", "Export", GrpcMethodKind.Unary,
            async call =>
            {
                // Fields that a message does not know are kept: its bytes are those that came.
                receiver.Take((await call.ReadRequestAsync()).ToByteArray());
                await call.WriteAsync(new Empty());
            });
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Take(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }

    private void Take(byte[] body)
    {
        // ExportMetricsServiceRequest.resource_metrics.scope_metrics.metrics
        foreach (var metric in Fields(body, 1).SelectMany(r => Fields(r, 2)).SelectMany(s => Fields(s, 2)))
        {
            var name = $"{Text(metric, 1)}[{Text(metric, 3)}]";
            // gauge 5, sum 7: NumberDataPoint; histogram 9: HistogramDataPoint with its attributes elsewhere
            foreach (var point in Fields(metric, 5).Concat(Fields(metric, 7)).SelectMany(d => Fields(d, 1)))
            {
                Series[name + Attributes(point, 7)] = Number(point);
            }

            foreach (var point in Fields(metric, 9).SelectMany(d => Fields(d, 1)))
            {
                Series[name + Attributes(point, 9)] = BinaryPrimitives.ReadUInt64LittleEndian(Fields(point, 4).Single());
            }
        }
    }

    private static string Attributes(byte[] point, int field) =>
        "{" + string.Join(',', Fields(point, field).Select(a => $"{Text(a, 1)}={Text(Fields(a, 2).Single(), 1)}")) + "}";

    private static string Text(byte[] message, int field) => System.Text.Encoding.UTF8.GetString(Fields(message, field).SingleOrDefault() ?? []);

    private static double Number(byte[] point) => Fields(point, 4).SingleOrDefault() is { } real
        ? BinaryPrimitives.ReadDoubleLittleEndian(real)
        : BinaryPrimitives.ReadInt64LittleEndian(Fields(point, 6).Single());

    /// <summary>The bytes of each occurrence of a field.</summary>
    private static List<byte[]> Fields(byte[] message, int field)
    {
        var found = new List<byte[]>();
        var input = new CodedInputStream(message);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            var bytes = WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.LengthDelimited => input.ReadBytes().ToByteArray(),
                WireFormat.WireType.Fixed64 => BitConverter.GetBytes(input.ReadFixed64()),
                WireFormat.WireType.Fixed32 => BitConverter.GetBytes(input.ReadFixed32()),
                _ => BitConverter.GetBytes(input.ReadUInt64()),
            };
            if (WireFormat.GetTagFieldNumber(tag) == field)
            {
                found.Add(bytes);
            }
        }

        return found;
    }
}
