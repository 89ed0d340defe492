using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Http;

/// <summary>The stream that <c>?agent_id=</c> and <c>?slot=</c> name.</summary>
internal static class WantedStream
{
    /// <param name="row">What the record has of it; <c>null</c> while the run has no stream at all.</param>
    /// <param name="problem">404 with the streams there are.</param>
    public static bool TryFind(
        RunReader reader, string id, string? agentId, int? slot, out StreamKey key, out StreamRow? row, [NotNullWhen(false)] out IResult? problem)
    {
        var streams = reader.Streams();
        var wanted = new StreamKey(agentId ?? StreamKey.DefaultAgent, slot ?? 0);
        key = wanted;
        row = streams.FirstOrDefault(s => s.Stream == wanted);
        problem = row is null && streams.Count > 0
            ? Problems.NotFound($"Run '{id}' has no stream {wanted}: its streams are {string.Join(", ", streams.Select(s => s.Stream))}.")
            : null;
        return problem is null;
    }
}
