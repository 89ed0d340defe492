using Palestra.Telemetry;
using Palestra.Worker.Loop;

namespace Palestra.Worker;

/// <summary>
/// Tells people that training waits on a full outbox: at once, and from then on at most one period of waiting per
/// interval. Waits in between are added up and told with the next report, so a run that flaps thousands of times a
/// second does not drown its own log and still leaves none out (P-COUNT). Thread-safe.
/// </summary>
/// <param name="keptBytes">How much the outbox holds.</param>
internal sealed class BlockReport : IDisposable
{
    private readonly Lock _gate = new();
    private readonly WorkerLog _log;
    private readonly Func<long> _keptBytes;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ITimer _due;
    private long? _reportedAt;
    private long? _blockedAt;
    private bool _announced;
    private bool _armed;
    private long _waits;
    private TimeSpan _waited;

    public BlockReport(WorkerLog log, Func<long> keptBytes, TimeSpan interval, TimeProvider clock)
    {
        (_log, _keptBytes, _interval, _clock) = (log, keptBytes, interval, clock);
        _due = clock.CreateTimer(_ => ReportDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Training waits from now on (<c>true</c>), or goes on (<c>false</c>).</summary>
    public void Changed(bool blocked)
    {
        lock (_gate)
        {
            if (blocked)
            {
                Begin_NeedsLock();
            }
            else
            {
                End_NeedsLock();
            }
        }
    }

    /// <summary>Tells what is not told yet: the run ends.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            Tell_NeedsLock();
        }
    }

    public void Dispose() => _due.Dispose();

    private void Begin_NeedsLock()
    {
        _blockedAt = _clock.GetTimestamp();
        _waits++;
        if (_reportedAt is not { } last || _clock.GetElapsedTime(last) >= _interval)
        {
            Announce_NeedsLock();
        }
        else if (!_armed)
        {
            _armed = true;
            _due.Change(_interval - _clock.GetElapsedTime(last), Timeout.InfiniteTimeSpan);
        }
    }

    private void End_NeedsLock()
    {
        if (_blockedAt is { } since)
        {
            _waited += _clock.GetElapsedTime(since);
            _blockedAt = null;
        }

        if (_announced)
        {
            Tell_NeedsLock();
        }
    }

    private void ReportDue()
    {
        lock (_gate)
        {
            _armed = false;
            if (_blockedAt is not null && !_announced)
            {
                Announce_NeedsLock();
            }
            else if (!_announced)
            {
                Tell_NeedsLock();
            }
        }
    }

    private void Announce_NeedsLock()
    {
        _announced = true;
        _reportedAt = _clock.GetTimestamp();
        _log.Add(LogIds.WorkerBlocked.Create(UnixTime.NowUs(_clock), _keptBytes()));
    }

    private void Tell_NeedsLock()
    {
        if (_waits == 0)
        {
            return;
        }

        if (!_announced)
        {
            _reportedAt = _clock.GetTimestamp();
        }

        _log.Add(LogIds.WorkerUnblocked.Create(UnixTime.NowUs(_clock), _waits, Math.Round(_waited.TotalMilliseconds, 3)));
        (_announced, _waits, _waited) = (false, 0, TimeSpan.Zero);
    }
}
