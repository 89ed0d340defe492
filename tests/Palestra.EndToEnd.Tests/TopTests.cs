using System.Globalization;
using System.Text.Json;

namespace Palestra.EndToEnd.Tests;

/// <summary>P-COUNT: the figures of the daemon, at the terminal.</summary>
public sealed class TopTests
{
    [Fact]
    public async Task Top_shows_each_live_run_and_each_of_its_subscribers_once_where_stdout_is_no_terminal()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var run = Task.Run(() => shell.Palestra("run", "FrozenLake-v1", "--algo", "q-learning", "--steps", "1000000000", "--rate", "2000", "--run-id", "watched"));
        await shell.UntilRunAsync("watched", "recording", seen => seen.GetProperty("steps").GetInt64() > 0);

        var table = shell.Palestra("top").Succeeds().Stdout;
        var json = shell.Palestra("top", "--json", "--interval", "0.5").Succeeds().Json();

        var line = Assert.Single(table.Split('\n'), l => l.Contains("watched", StringComparison.Ordinal) && l.Contains("EXEC", StringComparison.Ordinal));
        Assert.Contains("KiB", line + table, StringComparison.Ordinal);
        Assert.Single(table.Split('\n'), l => l.Contains("durable_path", StringComparison.Ordinal) && l.Contains("blocks", StringComparison.Ordinal));
        Assert.Single(table.Split('\n'), l => l.Contains(" live ", StringComparison.Ordinal) && l.Contains("drops oldest", StringComparison.Ordinal));
        using var http = new HttpClient();
        var answer = await http.GetStringAsync(new Uri(daemon.Url, "/api/v1/system"), TestContext.Current.CancellationToken);
        using var system = JsonDocument.Parse(answer);
        Assert.Equal(system.RootElement.EnumerateObject().Select(p => p.Name), json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            system.RootElement.GetProperty("runs")[0].EnumerateObject().Select(p => p.Name),
            json.GetProperty("runs")[0].EnumerateObject().Select(p => p.Name));
        shell.Palestra("stop", "watched").Succeeds();
        await run;
    }

    /// <summary>The console's System page, Prometheus and the terminal must never tell three stories.</summary>
    [Fact]
    public async Task System_metrics_and_top_show_the_same_figures_for_each_run_and_subscriber()
    {
        using var shell = new Shell();
        using var daemon = shell.Up();
        var run = Task.Run(() => shell.Palestra("run", "FrozenLake-v1", "--algo", "q-learning", "--steps", "1000000000", "--rate", "2000", "--run-id", "agreed"));
        await shell.UntilRunAsync("agreed", "recording", seen => seen.GetProperty("steps").GetInt64() > 0);
        shell.Palestra("pause", "agreed").Succeeds();
        using var http = new HttpClient { BaseAddress = daemon.Url };
        JsonElement before, after = await PipelineAsync(http);
        string metrics, table;
        JsonElement json;
        do
        {
            // A paused run still has heartbeats: two equal looks with the others in between are one moment.
            before = after;
            metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
            table = shell.Palestra("top").Succeeds().Stdout;
            json = shell.Palestra("top", "--json").Succeeds().Json().GetProperty("runs")[0];
            after = await PipelineAsync(http);
        }
        while (Still(before) != Still(after));

        Assert.Equal(Still(after), Still(json));
        foreach (var (metric, path) in Agreed)
        {
            var figure = path.Split('.').Aggregate(after, (at, name) => at.GetProperty(name));
            Assert.Contains($"{metric}{{run_id=\"agreed\"}} {figure.GetRawText()}\n", metrics, StringComparison.Ordinal);
            Assert.Contains(Shown(figure.GetDouble(), metric), Row(table, "agreed"), StringComparison.Ordinal);
        }

        foreach (var subscriber in after.GetProperty("subscribers").EnumerateArray())
        {
            var (name, lag, dropped) = (subscriber.GetProperty("name").GetString()!, subscriber.GetProperty("lag").GetInt64(), subscriber.GetProperty("dropped").GetInt64());
            var labels = $"{{run_id=\"agreed\",subscriber=\"{name}\"}}";
            Assert.Contains($"palestra_subscriber_lag{labels} {lag}\n", metrics, StringComparison.Ordinal);
            Assert.Contains($"palestra_subscriber_dropped_total{labels} {dropped}\n", metrics, StringComparison.Ordinal);
            var row = Assert.Single(table.Split('\n'), l => l.Contains($" {name} ", StringComparison.Ordinal));
            Assert.Equal([$"{lag}", $"{dropped}"], row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2..]);
        }

        var buckets = after.GetProperty("durable").GetProperty("commit_duration").GetProperty("buckets").EnumerateArray().Select(b => b.GetProperty("count").GetInt64()).ToArray();
        var commits = table.Split('\n').Last(l => l.Contains("agreed", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([$"{buckets.Sum()}", .. buckets.Where(b => b > 0).Select(b => $"{b}")], commits[1..]);
        Assert.Contains($"palestra_durable_commit_duration_seconds_count{{run_id=\"agreed\"}} {buckets.Sum()}\n", metrics, StringComparison.Ordinal);

        var shown = shell.Palestra("show", "agreed", "--json").Succeeds().Json().GetProperty("observer");
        Assert.InRange(shown.GetProperty("share").GetDouble(), 0, 1);
        shell.Palestra("stop", "agreed").Succeeds();
        await run;
        Assert.Contains("cost of telemetry", shell.Palestra("show", "agreed").Succeeds().Stdout, StringComparison.Ordinal);
    }

    private static readonly (string Metric, string Path)[] Agreed =
    [
        ("palestra_step_received_total", "link.received_steps"),
        ("palestra_step_duplicate_total", "link.duplicate_steps"),
        ("palestra_message_rejected_total", "link.rejected_messages"),
        ("palestra_durable_committed_total", "durable.committed_steps"),
        ("palestra_durable_depth", "durable.queue_events"),
        ("palestra_durable_commits_total", "durable.commits"),
        ("palestra_durable_written_bytes_total", "durable.bytes_written"),
        ("palestra_durable_retries_total", "durable.retries"),
        ("palestra_durable_refused_total", "durable.refused"),
        ("palestra_credit_window", "credits.window_steps"),
        ("palestra_credit_available", "worker.credits_available"),
        ("palestra_bus_published_total", "bus.published"),
        ("palestra_bus_publisher_waits_total", "bus.publisher_waits"),
        ("palestra_bus_refused_total", "bus.refused"),
    ];

    private static string Row(string table, string run) =>
        string.Join('\n', table.Split('\n').Where(l => l.Contains(run, StringComparison.Ordinal)).Take(2));

    private static string Shown(double figure, string metric) => !metric.Contains("bytes", StringComparison.Ordinal)
        ? $" {figure.ToString("N0", CultureInfo.InvariantCulture)} "
        : figure < 1024 ? $" {figure:0} B" : string.Create(CultureInfo.InvariantCulture, $" {figure / 1024:0.0} KiB");

    /// <summary>Everything that a paused run's figures are about; times and ages move on.</summary>
    private static string Still(JsonElement pipeline) => string.Join(
        ' ', Agreed.Select(a => a.Path.Split('.').Aggregate(pipeline, (at, name) => at.GetProperty(name)).GetRawText())
            .Append(string.Concat(pipeline.GetProperty("subscribers").GetRawText().Where(c => !char.IsWhiteSpace(c))))
            .Append(string.Concat(pipeline.GetProperty("durable").GetProperty("commit_duration").GetRawText().Where(c => !char.IsWhiteSpace(c)))));

    private static async Task<JsonElement> PipelineAsync(HttpClient http)
    {
        using var system = JsonDocument.Parse(await http.GetStringAsync(new Uri("/api/v1/system", UriKind.Relative), TestContext.Current.CancellationToken));
        return system.RootElement.GetProperty("runs")[0].Clone();
    }

    [Fact]
    public void Top_without_a_daemon_and_with_a_bad_interval_says_what_to_do()
    {
        using var shell = new Shell();

        var alone = shell.Palestra("top");
        var wrong = shell.Palestra("top", "--interval", "0");

        Assert.Equal((2, 2), (alone.ExitCode, wrong.ExitCode));
        Assert.Contains("palestra up", alone.Stderr, StringComparison.Ordinal);
        Assert.Contains("0.1 to 3600", wrong.Stderr, StringComparison.Ordinal);
    }
}
