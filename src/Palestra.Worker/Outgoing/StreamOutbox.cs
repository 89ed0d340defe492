using Palestra.Telemetry;

namespace Palestra.Worker.Outgoing;

/// <summary>
/// What one stream has not had acknowledged, in order: batches and episodes. The front part was sent in this session,
/// the rest waits. Not thread-safe: <see cref="Outbox"/> locks.
/// </summary>
internal sealed class StreamOutbox(StreamKey stream)
{
    private readonly LinkedList<TelemetryEvent> _kept = new();
    private LinkedListNode<TelemetryEvent>? _next;
    private long _sentSeq;

    public StreamKey Stream { get; } = stream;

    /// <summary>Last sequence number and number of episodes ever made.</summary>
    public StreamMark Produced { get; private set; }

    /// <summary>How far the present spool file holds the stream.</summary>
    public StreamMark Spooled { get; set; }

    /// <summary>What the daemon has on disk.</summary>
    public StreamMark Durable { get; private set; }

    public long KeptBytes { get; private set; }

    /// <summary>Steps sent in this session and not acknowledged.</summary>
    public long InFlight => Math.Max(0, _sentSeq - Durable.Seq);

    public long Unacknowledged => Produced.Seq - Durable.Seq;

    public bool AllSent => _next is null;

    /// <summary>When the oldest un-acknowledged step was made, microseconds; 0 if there is none.</summary>
    public long OldestUs => _kept.First?.Value is StepBatch batch ? batch.TimesUs[0] : 0;

    /// <summary>An item was made; it is kept here or in the spool.</summary>
    public void Produce(TelemetryEvent item) => Produced = item switch
    {
        StepBatch batch when batch.FirstSeq == Produced.Seq + 1 => Produced with { Seq = batch.LastSeq },
        EpisodeFinalized episode when episode.Episode == Produced.Episodes && episode.LastSeq <= Produced.Seq =>
            Produced with { Episodes = episode.Episode + 1 },
        _ => throw new InvalidOperationException($"{item.GetType().Name} does not continue stream {Stream} at {Produced}."),
    };

    /// <summary>Keeps the item that follows the last one kept, unless the daemon has it already.</summary>
    public void Keep(TelemetryEvent item)
    {
        if (IsDurable(item))
        {
            return;
        }

        KeptBytes += EventBytes.Of(item);
        var node = _kept.AddLast(item);
        _next ??= node;
    }

    /// <summary>What is kept here and not in the present spool file, in order.</summary>
    public IEnumerable<TelemetryEvent> NotSpooled() => _kept.Where(item => item switch
    {
        StepBatch batch => batch.LastSeq > Spooled.Seq,
        EpisodeFinalized episode => episode.Episode >= Spooled.Episodes,
        _ => true,
    });

    /// <summary>The item is in the present spool file.</summary>
    public void Spool(TelemetryEvent item) => Spooled = item switch
    {
        StepBatch batch => Spooled with { Seq = batch.LastSeq },
        EpisodeFinalized episode => Spooled with { Episodes = episode.Episode + 1 },
        _ => Spooled,
    };

    /// <summary>The next item to send, if the credits allow it.</summary>
    public TelemetryEvent? Take(long credits)
    {
        if (_next is null)
        {
            return null;
        }

        if (_next.Value is StepBatch batch)
        {
            var room = credits - InFlight;
            if (batch.Count > room)
            {
                // With steps under way their acknowledgement makes room; only a window below one batch needs a cut.
                if (InFlight > 0 || room < 1)
                {
                    return null;
                }

                Cut(_next, batch, (int)room);
            }

            _sentSeq = ((StepBatch)_next.Value).LastSeq;
        }

        var item = _next.Value;
        _next = _next.Next;
        return item;
    }

    /// <summary>A new session begins: everything kept counts as not sent, from the resume point on.</summary>
    public void Rewind()
    {
        // All of it is looked at: what is durable need not be in front, since an episode follows the steps of its batch.
        for (var node = _kept.First; node is not null;)
        {
            if (node.Value is StepBatch batch && batch.FirstSeq <= Durable.Seq && Durable.Seq < batch.LastSeq)
            {
                Cut(node, batch, (int)(Durable.Seq - batch.FirstSeq + 1));
            }

            var (here, after) = (node, node.Next);
            if (IsDurable(here.Value))
            {
                Remove(here);
            }

            node = after;
        }

        _next = _kept.First;
        _sentSeq = Durable.Seq;
    }

    /// <returns><c>null</c>, or a sentence if the positions cannot be right.</returns>
    public string? Acknowledge(StreamMark durable, bool isResume)
    {
        if (durable.Seq > Produced.Seq || durable.Episodes > Produced.Episodes)
        {
            return $"The daemon has stream {Stream} up to {durable}, this worker has made it only up to {Produced}: "
                + "another worker has written to this run.";
        }

        // Acknowledgements may overtake each other; only a resume point that goes back means that something is gone.
        if (durable.Seq < Durable.Seq || durable.Episodes < Durable.Episodes)
        {
            return isResume
                ? $"The daemon has stream {Stream} up to {durable}, although it acknowledged up to {Durable}: its record was lost."
                : null;
        }

        Durable = durable;
        while (_kept.First is { } first && IsDurable(first.Value))
        {
            if (ReferenceEquals(first, _next))
            {
                _next = first.Next;
            }

            Remove(first);
        }

        return null;
    }

    private bool IsDurable(TelemetryEvent item) => item switch
    {
        StepBatch batch => batch.LastSeq <= Durable.Seq,
        EpisodeFinalized episode => episode.Episode < Durable.Episodes,
        _ => true,
    };

    private void Cut(LinkedListNode<TelemetryEvent> node, StepBatch batch, int count)
    {
        KeptBytes -= EventBytes.Of(batch);
        var (head, tail) = (batch.Slice(0, count), batch.Slice(count, batch.Count - count));
        node.Value = head;
        _kept.AddAfter(node, tail);
        KeptBytes += EventBytes.Of(head) + EventBytes.Of(tail);
    }

    private void Remove(LinkedListNode<TelemetryEvent> node)
    {
        KeptBytes -= EventBytes.Of(node.Value);
        _kept.Remove(node);
    }
}

/// <summary>How far a stream is: last sequence number (0 is none) and number of finalized episodes.</summary>
internal readonly record struct StreamMark(long Seq, long Episodes)
{
    public override string ToString() => $"step {Seq}, {Episodes} episodes";
}
