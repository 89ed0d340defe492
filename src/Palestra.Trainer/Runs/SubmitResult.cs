using Palestra.Trainer.Api;

namespace Palestra.Trainer;

/// <summary>What became of a <see cref="RunRequest"/>: a run, or everything that was wrong with the request.</summary>
public sealed record SubmitResult
{
    public RunView? Run { get; init; }

    /// <summary>Sentences by field of the request; empty when there is a run.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public bool Ok => Run is not null;
}
