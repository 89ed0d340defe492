using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Counts during one transaction.</summary>
internal sealed class CommitTally
{
    private readonly List<Refusal> _refusals = [];

    public long NewSteps { get; set; }

    public long DuplicateSteps { get; set; }

    public long NewEpisodes { get; set; }

    public long DuplicateEpisodes { get; set; }

    public void Refuse(StreamKey stream, long expected, long got, string reason) =>
        _refusals.Add(new Refusal(stream, expected, got, reason));

    public CommitResult Result(long payloadBytes) => new()
    {
        NewSteps = NewSteps,
        DuplicateSteps = DuplicateSteps,
        NewEpisodes = NewEpisodes,
        DuplicateEpisodes = DuplicateEpisodes,
        PayloadBytes = payloadBytes,
        Refusals = _refusals,
    };
}
