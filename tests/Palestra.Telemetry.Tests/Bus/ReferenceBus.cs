namespace Palestra.Telemetry.Tests.Bus;

/// <summary>
/// What a RunBus means, in the plainest way: each subscriber has a list of the events it is not done with. Single-threaded.
/// </summary>
internal sealed class ReferenceBus(int ring)
{
    private readonly List<Topics> _events = [];
    private readonly List<ReferenceCursor> _cursors = [];

    public long Published => _events.Count;

    public bool TryPublish(Topics topic)
    {
        if (_cursors.Exists(cursor => cursor.Policy.OnFull == OnFull.Block && cursor.Pending.Count == cursor.Policy.Capacity))
        {
            return false;
        }

        _events.Add(topic);
        _cursors.ForEach(cursor => cursor.Receive(Published, topic));
        return true;
    }

    public ReferenceCursor Subscribe(QueuePolicy policy, Topics topics, long? from)
    {
        var wanted = from ?? Published + 1;
        var reach = policy.OnFull == OnFull.Block ? Math.Min(policy.Capacity, ring - 1) : policy.Capacity;
        var start = Math.Max(wanted, Math.Max(1, Published - reach + 1));
        var cursor = new ReferenceCursor(policy, topics, start - wanted);
        for (var seq = start; seq <= Published; seq++)
        {
            cursor.Receive(seq, _events[(int)seq - 1]);
        }

        _cursors.Add(cursor);
        return cursor;
    }

    public void Unsubscribe(ReferenceCursor cursor) => _cursors.Remove(cursor);
}

internal sealed class ReferenceCursor(QueuePolicy policy, Topics topics, long missed)
{
    private int _looked;
    private long _gap = missed;

    public QueuePolicy Policy => policy;

    public long Dropped { get; private set; }

    /// <summary>Not done with: those looked at come first.</summary>
    public List<(long Seq, Topics Topic)> Pending { get; } = [];

    public long ReadUpTo { get; private set; }

    public void Receive(long seq, Topics topic)
    {
        if (policy.OnFull == OnFull.DropOldest)
        {
            Pending.RemoveRange(0, _looked);
            _looked = 0;
        }

        if (Pending.Count == policy.Capacity)
        {
            Pending.RemoveAt(0);
            Dropped++;
            _gap++;
        }

        Pending.Add((seq, topic));
    }

    public long[] Read(int max, out long missed)
    {
        if (!policy.ManualCommit)
        {
            Commit();
        }

        (missed, _gap) = (_gap, 0);
        var read = new List<long>();
        while (read.Count < max && _looked < Pending.Count)
        {
            var (seq, topic) = Pending[_looked++];
            ReadUpTo = seq;
            if ((topic & topics) != 0)
            {
                read.Add(seq);
            }
        }

        if (!Pending.Take(_looked).Any(held => (held.Topic & topics) != 0))
        {
            Commit();
        }

        return [.. read];
    }

    public void Commit()
    {
        Pending.RemoveRange(0, _looked);
        _looked = 0;
    }

    /// <summary>Done with everything up to <paramref name="seq"/>, and with what follows as long as nothing of ours is among it.</summary>
    public void Commit(long seq)
    {
        var done = Pending.Take(_looked).Count(held => held.Seq <= seq);
        if (!Pending.Skip(done).Take(_looked - done).Any(held => (held.Topic & topics) != 0))
        {
            done = _looked;
        }

        Pending.RemoveRange(0, done);
        _looked -= done;
    }
}
