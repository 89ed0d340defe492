using Palestra.Telemetry;
using Palestra.Wire;
using Palestra.Worker.Session;
using V1 = Palestra.Wire.V1;

namespace Palestra.Worker.Outgoing;

/// <summary>
/// Where items go when memory is full. The order is simple because there are only three places, filled one after the
/// other: memory, then the spool file, then (once the file is full and read to its end) memory again, behind the file.
/// <list type="number">
/// <item>Memory is full: a spool file is made, a copy of everything in memory is its beginning, so that it is complete if
/// the worker is killed. From here on every new item goes to the end of the file.</item>
/// <item>As acknowledgements make room in memory, items are read from the file, in order, and sent from memory.</item>
/// <item>The file is full, or the disk is: training waits until the file has been read to its end and memory has room;
/// then items go to memory, and nothing more to this file.</item>
/// <item>The file is read to its end and memory is half empty: the file is deleted. Half, so that a daemon that is just
/// too slow does not make memory be copied over and over.</item>
/// </list>
/// </summary>
internal sealed partial class Outbox
{
    private SpoolWriter? _spool;
    private long _spooledSteps;
    private bool _passedBy;
    private bool _saidFull;
    private bool _saidFailed;

    /// <summary>What the spool does, as a log id and its value. Must not block.</summary>
    public Action<LogId, object> SpoolChanged { get; set; } = static (_, _) => { };

    /// <summary>Nothing of the spool is needed any more: everything is with the daemon.</summary>
    public void DropSpool()
    {
        lock (_gate)
        {
            EndSpool();
        }
    }

    /// <summary>The worker ends without a daemon: everything un-acknowledged, and these last words, are in the spool, on disk.</summary>
    /// <returns><c>null</c>, or one sentence that says what went wrong.</returns>
    public string? Leave(IReadOnlyList<V1.WorkerMessage> lastWords)
    {
        if (limits.SpoolBytes == 0)
        {
            return "worker.spool_bytes is 0.";
        }

        lock (_gate)
        {
            try
            {
                _spool ??= SpoolWriter.Create(limits.SpoolPath);
                CopyMemory();
                foreach (var message in lastWords)
                {
                    _spool.Append(message);
                }

                _spool.Sync();
                _spool.Dispose();
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return e.Message;
            }
        }
    }

    private bool TryBeginSpool()
    {
        if (limits.SpoolBytes <= limits.MemoryBytes)
        {
            return false;
        }

        try
        {
            _spool = SpoolWriter.Create(limits.SpoolPath);
            CopyMemory();
            _spool.SkipToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SayFailed(e);
            EndSpool();
            return false;
        }

        _saidFailed = false;
        SpoolChanged(LogIds.WorkerSpooling, _connected ? "memory is full, the daemon is slow" : "memory is full, the daemon is away");
        return true;
    }

    private void CopyMemory()
    {
        foreach (var box in _streams)
        {
            foreach (var item in box.NotSpooled())
            {
                _spool!.Append(SessionMessages.Of(item));
                box.Spool(item);
            }
        }
    }

    private bool TryAppend(TelemetryEvent item, StreamOutbox box, bool mustFit)
    {
        var message = SessionMessages.Of(item);
        if (!mustFit && _spool!.Length + SpoolWriter.BytesOf(message) > limits.SpoolBytes)
        {
            if (!_saidFull)
            {
                _saidFull = true;
                SpoolChanged(LogIds.WorkerSpoolFull, _spool.Length);
            }

            return false;
        }

        try
        {
            _spool!.Append(message);
        }
        catch (IOException e)
        {
            // Said once per time of spooling while the disk stays full: the same item is all that comes here until it has
            // gone to memory, and from then on nothing comes here before the next file. Only a disk that took it and
            // then failed again is news.
            SayFailed(e);
            return false;
        }

        _saidFailed = false;
        _spooledSteps += item is StepBatch batch ? batch.Count : 0;
        box.Spool(item);
        return true;
    }

    /// <returns>Whether there was anything to read.</returns>
    /// <exception cref="SpoolLostException">The spool cannot be read back.</exception>
    private bool TryReadBack()
    {
        if (_spool is not { Unread: > 0 })
        {
            return false;
        }

        var (item, box) = ReadBack(_spool);
        Keep(item, box);
        if (_spool.Unread == 0)
        {
            _room.Set();
        }

        return true;
    }

    private (TelemetryEvent Item, StreamOutbox Box) ReadBack(SpoolWriter spool)
    {
        try
        {
            var message = spool.ReadNext();
            if (message.Steps is { } steps)
            {
                var (batch, error) = WireMap.FromProto(steps);
                return batch is null ? throw new SpoolLostException(error!) : (batch, Of(batch.Stream));
            }

            var (episode, wrong) = WireMap.FromProto(message.Episode);
            return episode is null ? throw new SpoolLostException(wrong!) : (episode, Of(episode.Stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpoolLostException(e.Message, e);
        }
    }

    private void EndSpoolIfDrained()
    {
        if (_spool is { Unread: 0 } && _keptBytes < limits.MemoryBytes / 2)
        {
            SpoolChanged(LogIds.WorkerSpoolDrained, _spooledSteps);
            EndSpool();
        }
    }

    private void EndSpool()
    {
        try
        {
            _spool?.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SayFailed(e);
        }

        (_spool, _spooledSteps, _passedBy, _saidFull) = (null, 0, false, false);
        _streams.ForEach(box => box.Spooled = default);
    }

    private void SayFailed(Exception e)
    {
        if (!_saidFailed)
        {
            _saidFailed = true;
            SpoolChanged(LogIds.WorkerSpoolFailed, e.Message);
        }
    }
}
