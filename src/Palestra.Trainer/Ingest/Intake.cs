using System.Collections.Concurrent;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Ingest;

/// <summary>
/// Decides for each batch and episode of a run whether it is the next one, one that is already here, or one that skips
/// something. It goes by what was received, not by what is on disk: what was received and not yet written is on the
/// bus, whose durable path never drops. One caller at a time; the counters may be read from any thread.
/// </summary>
internal sealed class Intake
{
    private readonly ConcurrentDictionary<StreamKey, Received> _streams = [];
    private readonly int _slots;
    private readonly Func<int> _mostStreams;
    private long _steps;
    private long _batches;
    private long _episodes;
    private long _duplicateSteps;
    private long _duplicateEpisodes;

    /// <param name="onDisk">Where an earlier daemon left off.</param>
    /// <param name="slots">
    /// Environments of the run. Agents come and go as the environment has them, so an agent nobody heard of is a new
    /// stream; a slot beyond these cannot be.
    /// </param>
    /// <param name="mostStreams">A worker that makes up agents without end must not fill the daemon's memory with them.</param>
    public Intake(IEnumerable<StreamPosition> onDisk, int slots, Func<int>? mostStreams = null)
    {
        _slots = slots;
        _mostStreams = mostStreams ?? (() => int.MaxValue);
        foreach (var position in onDisk)
        {
            _streams[position.Stream] = new Received(position.DurableSeq, position.DurableEpisodes);
        }
    }

    public long Steps => Interlocked.Read(ref _steps);

    public long Batches => Interlocked.Read(ref _batches);

    public long Episodes => Interlocked.Read(ref _episodes);

    public long DuplicateSteps => Interlocked.Read(ref _duplicateSteps);

    /// <summary>The last step received of each stream. Any thread.</summary>
    public IEnumerable<(StreamKey Stream, long Seq, long DuplicateSteps)> Streams => _streams.Select(s => (s.Key, s.Value.Seq, s.Value.Duplicates));

    public long DuplicateEpisodes => Interlocked.Read(ref _duplicateEpisodes);

    /// <summary>
    /// What of the batch is new: all of it, its end, or nothing (<c>null</c> batch). An error sentence if it skips steps.
    /// The caller says <see cref="Took(StepBatch)"/> once the batch is on the bus.
    /// </summary>
    public (StepBatch? Fresh, string? Error) Check(StepBatch batch)
    {
        if (Unknown(batch.Stream) is { } unknown)
        {
            return (null, unknown);
        }

        var expected = Of(batch.Stream).Seq + 1;
        if (batch.FirstSeq > expected)
        {
            return (null, $"Steps {expected} to {batch.FirstSeq - 1} of stream {batch.Stream} are missing: the batch begins with {batch.FirstSeq}. Reconnect and resend from the resume points.");
        }

        var old = (int)Math.Min(expected - batch.FirstSeq, batch.Count);
        if (old > 0)
        {
            Interlocked.Add(ref _duplicateSteps, old);
            _streams[batch.Stream] = Of(batch.Stream) with { Duplicates = Of(batch.Stream).Duplicates + old };
        }

        return old == batch.Count ? (null, null) : (batch.From(batch.FirstSeq + old), null);
    }

    /// <summary>The steps that are missing before a batch; <c>null</c> if it is the next one.</summary>
    public (long First, long Last)? GapBefore(StepBatch batch) =>
        Of(batch.Stream).Seq + 1 is var expected && batch.FirstSeq > expected ? (expected, batch.FirstSeq - 1) : null;

    /// <summary>Whether the episode is new. An error sentence if it skips episodes or steps.</summary>
    public (bool Fresh, string? Error) Check(EpisodeFinalized episode)
    {
        if (Unknown(episode.Stream) is { } unknown)
        {
            return (false, unknown);
        }

        var received = Of(episode.Stream);
        if (episode.Episode < received.Episodes)
        {
            Interlocked.Increment(ref _duplicateEpisodes);
            return (false, null);
        }

        if (episode.Episode > received.Episodes)
        {
            return (false, $"Episode {episode.Episode} of stream {episode.Stream} is not the next one: {received.Episodes} is expected.");
        }

        return episode.LastSeq > received.Seq
            ? (false, $"Episode {episode.Episode} of stream {episode.Stream} ends with step {episode.LastSeq}, but only {received.Seq} steps were sent before it.")
            : (true, null);
    }

    public void Took(StepBatch batch)
    {
        _streams[batch.Stream] = Of(batch.Stream) with { Seq = batch.LastSeq };
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _steps, batch.Count);
    }

    public void Took(EpisodeFinalized episode)
    {
        _streams[episode.Stream] = Of(episode.Stream) with { Episodes = episode.Episode + 1 };
        Interlocked.Increment(ref _episodes);
    }

    /// <summary>Compares what a worker says the record must hold with what was received.</summary>
    /// <returns><c>null</c>, or one sentence about the first difference.</returns>
    public string? CheckTotals(IReadOnlyCollection<StreamPosition> totals)
    {
        foreach (var total in totals)
        {
            var received = Of(total.Stream);
            if (total.DurableSeq != received.Seq || total.DurableEpisodes != received.Episodes)
            {
                return $"The totals of stream {total.Stream} are {total.DurableSeq} steps and {total.DurableEpisodes} episodes, but {received.Seq} and {received.Episodes} were received.";
            }
        }

        foreach (var (stream, received) in _streams)
        {
            if (received.Seq > 0 && totals.All(t => t.Stream != stream))
            {
                return $"The totals leave out stream {stream}, of which {received.Seq} steps were received.";
            }
        }

        return null;
    }

    private string? Unknown(StreamKey stream) => stream.Slot < _slots
        ? _streams.ContainsKey(stream) || _streams.Count < _mostStreams()
            ? null
            : $"Stream {stream} is one too many: a run may have {_mostStreams()} streams (trainer.max_streams)."
        : $"Stream {stream} is unknown: the run has {_slots} environment(s), so slots 0 to {_slots - 1} are allowed.";

    private Received Of(StreamKey stream) => _streams.GetValueOrDefault(stream);

    private readonly record struct Received(long Seq, long Episodes, long Duplicates = 0);
}
