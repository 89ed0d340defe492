using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Palestra.Settings;
using Palestra.Trainer.Api;
using Palestra.Trainer.Metrics;

namespace Palestra.Trainer.Http;

/// <summary>The daemon itself: health, figures, settings, metrics.</summary>
internal sealed class SystemEndpoints(SystemFigures figures, MetricsCollector metrics, SettingsSnapshot settings)
{
    public void Map(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        app.MapGet("/healthz", () => Results.Json(figures.Health(), ApiJson.Options)).Produces<HealthView>().WithTags("daemon");
        app.MapGet("/metrics", () => Results.Text(metrics.Text(), PrometheusText.ContentType)).WithTags("daemon");
        api.MapGet("/system", () => Results.Json(figures.Take(), ApiJson.Options)).Produces<SystemView>().WithTags("daemon");
        api.MapGet("/settings", () => Results.Bytes(Settings(), "application/json")).WithTags("daemon");
    }

    private byte[] Settings()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WritePropertyName("settings");
            SettingsReport.WriteList(json, settings);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
