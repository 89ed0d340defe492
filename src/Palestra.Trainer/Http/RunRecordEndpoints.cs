using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Http;

/// <summary>What is on disk of one run: series, episodes, steps, log, states, receipt, export. Never blocks its writer.</summary>
internal sealed class RunRecordEndpoints(RunRegistry registry, SettingsCell<LiveSettings> live, SettingsCell<ApiSettings> limits)
{
    private static readonly Dictionary<string, LogSeverity> Severities = Enum.GetValues<LogSeverity>().ToDictionary(s => RecordViews.Word(s));

    public void Map(IEndpointRouteBuilder api)
    {
        var run = api.MapGroup("/runs/{id}").WithTags("records");
        run.MapGet("/series", Series).Produces<SeriesView>();
        run.MapGet("/episodes", Episodes).Produces<EpisodePageView>();
        run.MapGet("/steps", Steps).Produces<StepPage>();
        new StepSeriesEndpoint(Read, limits).Map(run);
        run.MapGet("/logs", Logs).Produces<LogPageView>();
        run.MapGet("/states", States).Produces<StateList>();
        run.MapGet("/settings/changes", SettingChanges).Produces<SettingChangeList>();
        run.MapGet("/receipt", Receipt);
        run.MapGet("/export", Export);
    }

    private IResult Series(string id, string? metric, int? points, long? from_episode, long? to_episode) => Read(id, reader =>
    {
        if (points < 1 || points > limits.Value.MaxChartPoints)
        {
            return OutOfRange("points", points, limits.Value.MaxChartPoints);
        }

        var name = string.IsNullOrEmpty(metric) ? "return" : metric;
        var known = reader.Metrics();
        if (!known.Contains(name, StringComparer.Ordinal) && known.Count > 0)
        {
            return Problems.NotFound($"Run '{id}' has no metric '{name}'.{NearestName.Hint(name, known)} Metrics are {string.Join(", ", known)}.");
        }

        // The API counts episodes as rows, from 1.
        var series = reader.Series(name, points ?? limits.Value.ChartPoints, from_episode - 1, to_episode - 1);
        return Results.Json(
            new SeriesView(
                series.Metric, "episode", [.. series.Points.Select(p => new SeriesPointView(p.LastRow, p.Count, p.Min, p.Max, p.Mean, p.Last, p.Steps, p.EndUs))],
                series.Points.Count, series.Total),
            ApiJson.Options);
    });

    private IResult Episodes(string id, int? limit, string? cursor) => Read(id, reader =>
    {
        if (limit < 1 || limit > limits.Value.MaxPageRows)
        {
            return OutOfRange("limit", limit, limits.Value.MaxPageRows);
        }

        if (!RowCursor.TryParse(cursor, out var row))
        {
            return BadCursor(cursor);
        }

        var page = reader.Episodes(limit ?? limits.Value.PageRows, row);
        return Results.Json(
            new EpisodePageView([.. page.Episodes.Select(e => RecordViews.From(e.Episode))], RowCursor.Text(page.NextCursor), page.Total), ApiJson.Options);
    });

    private IResult Steps(string id, string? agent_id, int? slot, long? from_seq, int? limit) => Read(id, reader =>
    {
        if (limit < 1 || limit > live.Value.MaxPageSteps)
        {
            return OutOfRange("limit", limit, live.Value.MaxPageSteps);
        }

        if (!WantedStream.TryFind(reader, id, agent_id, slot, out var key, out var stream, out var problem))
        {
            return problem;
        }

        var steps = reader.ReadSteps(key, Math.Max(1, from_seq ?? 1), limit ?? limits.Value.PageRows).SelectMany(StepViews.From).Take(limit ?? limits.Value.PageRows).ToArray();
        return Results.Json(new StepPage(steps, stream is { LastSeq: > 0 } ? 1 : 0, stream?.LastSeq ?? 0), ApiJson.Options);
    });

    private IResult Logs(string id, int? limit, string? cursor, string? severity, string? component, string? agent_id) => Read(id, reader =>
    {
        if (limit < 1 || limit > limits.Value.MaxPageRows)
        {
            return OutOfRange("limit", limit, limits.Value.MaxPageRows);
        }

        if (!RowCursor.TryParse(cursor, out var row))
        {
            return BadCursor(cursor);
        }

        var least = LogSeverity.Debug;
        if (!string.IsNullOrEmpty(severity))
        {
            if (!Severities.TryGetValue(severity, out var known))
            {
                return Problems.Of(
                    StatusCodes.Status400BadRequest,
                    $"'severity' is '{severity}': one of {string.Join(", ", Severities.Keys)} is allowed.{NearestName.Hint(severity, Severities.Keys)}");
            }

            least = known;
        }

        var page = reader.Logs(limit ?? limits.Value.PageLogs, row, least, NullIfEmpty(component), NullIfEmpty(agent_id));
        return Results.Json(new LogPageView([.. page.Logs.Select(RecordViews.From)], RowCursor.Text(page.NextCursor)), ApiJson.Options);
    });

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private IResult States(string id) => Read(id, reader => Results.Json(
        new StateList([.. reader.States().Select(s =>
            new StateChangeView(s.From?.ToString(), s.To.ToString(), s.Outcome?.Word(), s.Reason, s.TimeUs))]),
        ApiJson.Options));

    private IResult SettingChanges(string id) => Read(id, reader => Results.Json(
        new SettingChangeList([.. reader.SettingChanges().Select(c => new RunSettingChangeView(
            c.TimeUs, c.Key, c.Old, c.New, c.Who, c.Via, c.Pending, c.BusSeq, c.Steps, c.Episodes, c.Streams))]),
        ApiJson.Options));

    private IResult Receipt(string id) => RunIds.TryFind(registry, id, out var runId, out var problem)
        ? Results.Json(RunVerifier.Verify(registry.Folder(runId)), ApiJson.Options)
        : problem!;

    private IResult Export(string id, string? format)
    {
        if (!RunIds.TryFind(registry, id, out var runId, out var problem))
        {
            return problem!;
        }

        var word = string.IsNullOrEmpty(format) ? "jsonl" : format;
        if (!StepExporter.TryParseFormat(word, out var parsed))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, $"'format' is '{word}': one of jsonl, csv, npz is allowed.{NearestName.Hint(word, ["jsonl", "csv", "npz"])}");
        }

        RunReader reader;
        try
        {
            reader = RunReader.Open(registry.Folder(runId));
        }
        catch (RunFileException e)
        {
            return Broken(runId, e);
        }

        var type = parsed switch { ExportFormat.Jsonl => "application/x-ndjson", ExportFormat.Csv => "text/csv", _ => "application/octet-stream" };
        return Results.Stream(stream => WriteAsync(reader, parsed, stream), type, $"{runId}.{word}");
    }

    private static Task WriteAsync(RunReader reader, ExportFormat format, Stream output) => Task.Run(async () =>
    {
        // The exporter writes synchronously, which Kestrel does not allow; the buffer in between writes asynchronously.
        using (reader)
        {
            await using var bridge = new BlockingBridge(output);
            StepExporter.Export(reader, format, bridge);
        }
    });

    private IResult Read(string id, Func<RunReader, IResult> read)
    {
        if (!RunIds.TryFind(registry, id, out var runId, out var problem))
        {
            return problem!;
        }

        try
        {
            using var reader = RunReader.Open(registry.Folder(runId));
            return read(reader);
        }
        catch (RunFileException e)
        {
            return Broken(runId, e);
        }
    }

    private Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Broken(RunId id, RunFileException e)
    {
        if (registry.FindActive(id) is null && e is not RunFileUnavailableException)
        {
            registry.KeepDamaged(id, e.Message);
        }

        return Problems.Of(StatusCodes.Status500InternalServerError, e.Message);
    }

    internal static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult OutOfRange(string name, int? value, int max) =>
        Problems.Of(StatusCodes.Status400BadRequest, $"'{name}' is {value}: 1 to {max} is allowed.");

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult BadCursor(string? cursor) =>
        Problems.Of(StatusCodes.Status400BadRequest, $"'{cursor}' is not a cursor: pass on the next_cursor of the page before.");
}
