using System.Collections.Concurrent;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

// What the daemon itself says in the run's log. Nobody here waits for room on the bus: saying is less than doing.
internal sealed partial class ActiveRun
{
    private readonly ConcurrentQueue<LogRecord> _owed = [];
    private readonly Lock _paying = new();
    private long _stalledAt;

    /// <summary>Writes to the run's log if there is room right now; what finds none is counted by the bus as refused.</summary>
    public void Note(LogId id, params ReadOnlySpan<object?> values) => Pipeline.Bus.TryPublish(id.Create(_services.NowUs, values), out _);

    /// <summary>Writes to the run's log as soon as there is room: for what happens seldom and just when there is none.</summary>
    private void NoteSurely(LogId id, params ReadOnlySpan<object?> values)
    {
        _owed.Enqueue(id.Create(_services.NowUs, values));
        NoteWhatIsOwed();
    }

    private void NoteWhatIsOwed()
    {
        lock (_paying)
        {
            while (_owed.TryPeek(out var record) && Pipeline.Bus.TryPublish(record, out _))
            {
                _owed.TryDequeue(out _);
            }
        }
    }

    /// <summary>On the writing thread of the durable path.</summary>
    private void OnStalled(string? reason)
    {
        if (reason is not null)
        {
            _stalledAt = _services.Clock.GetTimestamp();
            RunLog.Stalled(_services.Log, Id.Value, reason);
            NoteSurely(LogIds.DbSinkStalled, reason);
        }
        else
        {
            var seconds = Math.Round(_services.Clock.GetElapsedTime(_stalledAt).TotalSeconds, 1);
            RunLog.Resumed(_services.Log, Id.Value, seconds);
            NoteSurely(LogIds.DbSinkResumed, seconds);
        }

        Changed();
    }

    /// <summary>On the writing thread of the durable path.</summary>
    private void OnRefused(Refusal refusal)
    {
        // Episodes are refused as well; only of steps it is a gap in the stream.
        if (refusal.GotSeq > refusal.ExpectedSeq && refusal.Reason.StartsWith("Step", StringComparison.Ordinal))
        {
            NoteSurely(LogIds.DbSinkGap, refusal.Stream, refusal.ExpectedSeq, refusal.GotSeq - 1);
        }

        Note(LogIds.MessageRejected, refusal.Reason);
    }
}
