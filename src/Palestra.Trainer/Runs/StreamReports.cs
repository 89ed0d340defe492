using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>
/// Says in the run's log which of its streams are starved of credit, and which steps came twice: at most one line of
/// each kind for a stream in an interval, however much happens. The supervisor's task only.
/// </summary>
internal sealed class StreamReports(Func<CreditSettings> settings, Action<LogId, object?[]> note, Func<TimeSpan> interval, TimeProvider clock)
{
    private readonly Dictionary<StreamKey, Said> _said = [];

    /// <param name="received">The last step received of each stream, and how many came that were here already.</param>
    /// <param name="onDisk">What is acknowledged.</param>
    /// <param name="final">The last look: what happened since the last line is said whatever its age.</param>
    public void Look(IEnumerable<(StreamKey Stream, long Seq, long DuplicateSteps)> received, IReadOnlyList<StreamPosition> onDisk, bool final = false)
    {
        var credits = settings();
        var durable = onDisk.ToDictionary(p => p.Stream, p => p.DurableSeq);
        foreach (var (stream, seq, duplicates) in received)
        {
            if (!_said.TryGetValue(stream, out var said))
            {
                _said[stream] = said = new Said();
            }

            LookAtCredit(stream, credits, credits.Initial - (seq - durable.GetValueOrDefault(stream)), said);
            if (duplicates > said.Duplicates && (final || IsOld(said.DuplicatesAt)))
            {
                note(LogIds.DbSinkDuplicate, [duplicates - said.Duplicates, stream]);
                (said.Duplicates, said.DuplicatesAt) = (duplicates, clock.GetTimestamp());
            }
        }
    }

    // A stream that is restored and starved again within the interval is still the same trouble: one line is enough.
    private void LookAtCredit(StreamKey stream, CreditSettings credits, long left, Said said)
    {
        // A window below the threshold would be starved with its first step: there half of it is the threshold.
        var isStarved = left < Math.Min(credits.StarvationThreshold, credits.Initial / 2);
        if (isStarved == said.Starved || !IsOld(said.CreditAt))
        {
            return;
        }

        note(isStarved ? LogIds.CreditsStarved : LogIds.CreditsRestored, [stream, Math.Max(0, left)]);
        (said.Starved, said.CreditAt) = (isStarved, clock.GetTimestamp());
    }

    private bool IsOld(long? at) => at is not { } known || clock.GetElapsedTime(known) >= interval();

    private sealed class Said
    {
        public bool Starved { get; set; }

        public long? CreditAt { get; set; }

        public long Duplicates { get; set; }

        public long? DuplicatesAt { get; set; }
    }
}
