using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Palestra.Trainer.Api;
using Palestra.Trainer.Metrics;

namespace Palestra.Trainer.Http;

/// <summary>The daemon itself: health, figures, metrics.</summary>
internal sealed class SystemEndpoints(SystemFigures figures, MetricsCollector metrics)
{
    public void Map(IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        app.MapGet("/healthz", () => Results.Json(figures.Health(), ApiJson.Options)).Produces<HealthView>().WithTags("daemon");
        app.MapGet("/metrics", () => Results.Text(metrics.Text(), PrometheusText.ContentType)).WithTags("daemon");
        api.MapGet("/system", () => Results.Json(figures.Take(), ApiJson.Options)).Produces<SystemView>().WithTags("daemon");
    }
}
