using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Palestra.Trainer.Metrics;

/// <summary>
/// Sends the instruments of <see cref="DaemonMeter"/> to an OpenTelemetry collector, on a thread of its own. A collector
/// that is away costs the daemon nothing.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private const string MetricsPath = "v1/metrics";

    private readonly MeterProvider _provider;
    private readonly int _timeoutMs;

    public OtlpExport(OtlpSettings settings, Uri endpoint, string version)
    {
        _timeoutMs = (int)settings.Timeout.TotalMilliseconds;
        var isGrpc = settings.Protocol == "grpc";
        _provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("palestra", serviceVersion: version))
            .AddMeter(DaemonMeter.Name)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = isGrpc ? endpoint : Complete(endpoint);
                exporter.TimeoutMilliseconds = _timeoutMs;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.Interval.TotalMilliseconds;
                reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = _timeoutMs;
            })
            .Build();
    }

    /// <summary>Sends what is there a last time, with no more patience than the timeout.</summary>
    public void Dispose()
    {
        _provider.Shutdown(_timeoutMs);
        _provider.Dispose();
    }

    private static Uri Complete(Uri endpoint) => endpoint.AbsolutePath.EndsWith(MetricsPath, StringComparison.Ordinal)
        ? endpoint
        : new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + MetricsPath);
}
