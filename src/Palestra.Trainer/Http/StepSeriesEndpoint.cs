using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Http;

/// <summary><c>GET /runs/{id}/steps/series</c>: one number of each step, down-sampled for charts.</summary>
internal sealed class StepSeriesEndpoint(Func<string, Func<RunReader, IResult>, IResult> read, SettingsCell<ApiSettings> limits)
{
    private static readonly string[] Values = ["reward", "action", "observation"];

    public void Map(IEndpointRouteBuilder run) => run.MapGet("/steps/series", Series).Produces<StepSeriesView>();

    private IResult Series(string id, string? value, string? agent_id, int? slot, int? points, long? from_seq, long? to_seq) => read(id, reader =>
    {
        if (points < 1 || points > limits.Value.MaxChartPoints)
        {
            return RunRecordEndpoints.OutOfRange("points", points, limits.Value.MaxChartPoints);
        }

        var word = string.IsNullOrEmpty(value) ? Values[0] : value;
        if (!StepValue.TryParse(word, out var wanted))
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                $"'value' is '{word}': reward, action[element] or observation[element] is allowed, an element being a number from 0.{NearestName.Hint(word.Split('[')[0], Values)}");
        }

        if (from_seq < 1 || to_seq < 1)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                $"'{(from_seq < 1 ? "from_seq" : "to_seq")}' is {(from_seq < 1 ? from_seq : to_seq)}: sequence numbers begin with 1.");
        }

        if (to_seq < from_seq)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, $"'to_seq' is {to_seq}: it must not be before 'from_seq', which is {from_seq}.");
        }

        if (!WantedStream.TryFind(reader, id, agent_id, slot, out var stream, out _, out var problem))
        {
            return problem;
        }

        var series = reader.StepSeries(stream, wanted, points ?? limits.Value.ChartPoints, from_seq, to_seq);
        return Results.Json(
            new StepSeriesView(
                stream.AgentId, stream.Slot, series.Value, "seq",
                [.. series.Points.Select(p => new StepSeriesPointView(p.FirstSeq, p.LastSeq, p.Count, p.Min, p.Max, p.Mean, p.Last, p.TimeUs))],
                series.Points.Count, series.Total),
            ApiJson.Options);
    });
}
