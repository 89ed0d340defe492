using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Holds the episode rows of a stream against its steps, in one pass over both. Says the first disagreement.</summary>
internal sealed class EpisodeVerifier(StreamKey stream, List<string> problems)
{
    private IEnumerator<EpisodeFinalized> _rows = Enumerable.Empty<EpisodeFinalized>().GetEnumerator();
    private EpisodeFinalized? _current;
    private double _return;
    private double _magnitude;
    private bool _whole = true;
    private bool _said;

    public long Count { get; private set; }

    /// <param name="rows">In the order of their episode index.</param>
    public void Load(IEnumerable<EpisodeFinalized> rows)
    {
        _rows = rows.GetEnumerator();
        Next(0, 1);
    }

    /// <summary>Steps are missing here: the episode they belong to cannot be judged.</summary>
    public void Interrupt() => _whole = false;

    public void Check(StepBatch batch)
    {
        for (var i = 0; i < batch.Count && _current is not null; i++)
        {
            var seq = batch.FirstSeq + i;
            while (_current is { } passed && passed.LastSeq < seq)
            {
                Next(passed.Episode + 1, passed.LastSeq + 1);
            }

            if (_current is not { } row || seq < row.FirstSeq)
            {
                continue;
            }

            if (seq == row.FirstSeq)
            {
                (_return, _magnitude, _whole) = (0, 0, true);
            }

            _return += batch.Rewards[i];
            _magnitude += Math.Abs(batch.Rewards[i]);
            if (_whole && (batch.Episodes[i] != row.Episode || batch.Steps[i] != seq - row.FirstSeq))
            {
                Say($"step {seq} is step {batch.Steps[i]} of episode {batch.Episodes[i]}, which the row of episode {row.Episode} does not say");
            }

            if (seq == row.LastSeq)
            {
                CheckEnd(row, batch.Flags[i]);
                Next(row.Episode + 1, row.LastSeq + 1);
            }
        }
    }

    /// <summary>Counts the rows that are left, which must have no steps missing.</summary>
    public void Finish(long lastSeq, bool sound)
    {
        while (_current is { } row)
        {
            if (sound && row.LastSeq > lastSeq)
            {
                Say($"episode {row.Episode} ends with step {row.LastSeq}, the stream with {lastSeq}");
            }

            Next(row.Episode + 1, row.LastSeq + 1);
        }

        _rows.Dispose();
    }

    private void CheckEnd(EpisodeFinalized row, StepFlags flags)
    {
        if (!_whole)
        {
            return;
        }

        if (flags != RunFileFormat.FlagsOf(row))
        {
            Say($"episode {row.Episode} ends with flags {flags}, its row says {RunFileFormat.FlagsOf(row)}");
        }

        // Rounding may differ with the order of summation.
        if (Math.Abs(_return - row.Return) > 1e-9 * Math.Max(1, _magnitude) || double.IsNaN(_return) != double.IsNaN(row.Return))
        {
            Say($"the rewards of episode {row.Episode} sum to {_return:R}, its row says {row.Return:R}");
        }
    }

    private void Next(long episode, long firstSeq)
    {
        _current = _rows.MoveNext() ? _rows.Current : null;
        if (_current is not { } row)
        {
            return;
        }

        Count++;
        if (row.Episode != episode || row.FirstSeq != firstSeq || row.LastSeq < row.FirstSeq)
        {
            Say($"episode {episode} from step {firstSeq} should come next, the row is of episode {row.Episode}, steps {row.FirstSeq} to {row.LastSeq}");
        }
    }

    private void Say(string what)
    {
        if (!_said)
        {
            problems.Add($"Stream {stream}: {what}.");
        }

        _said = true;
    }
}
