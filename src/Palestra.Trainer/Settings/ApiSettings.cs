using Palestra.Settings;

namespace Palestra.Trainer;

/// <summary>How much one answer of the HTTP API holds.</summary>
[SettingsGroup("api")]
public sealed record ApiSettings
{
    [Setting("page_rows", "Rows of a page of runs, episodes or steps where the request names no limit.", Unit = "rows", Min = 1, Max = 1000, Hot = true)]
    public int PageRows { get; init; } = 100;

    [Setting("page_logs", "Records of a page of a log where the request names no limit.", Unit = "records", Min = 1, Max = 1000, Hot = true)]
    public int PageLogs { get; init; } = 200;

    [Setting("max_page_rows", "Most rows one page of runs, episodes or log records holds; steps have live.max_page_steps.", Unit = "rows", Min = 1000, Max = 100000, Hot = true)]
    public int MaxPageRows { get; init; } = 1000;

    [Setting("chart_points", "Points of a chart where the request does not say how many.", Unit = "points", Min = 10, Max = 1000, Hot = true)]
    public int ChartPoints { get; init; } = 600;

    [Setting("max_chart_points", "Most points of a chart; more show no more on a screen and cost the daemon time.", Unit = "points", Min = 1000, Max = 1000000, Hot = true)]
    public int MaxChartPoints { get; init; } = 10_000;

    [Setting("preview_max_age", "How long browsers keep the picture of an environment with given arguments.", Unit = "s", Min = 0, Max = 604800, Hot = true)]
    public TimeSpan PreviewMaxAge { get; init; } = TimeSpan.FromHours(1);
}
