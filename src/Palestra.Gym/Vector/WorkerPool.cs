using System.Runtime.ExceptionServices;

namespace Palestra.Gym.Vector;

/// <summary>Work on a range of slots; ranges that do not overlap may run at once.</summary>
internal interface IRangeJob
{
    void Run(int from, int to);
}

/// <summary>
/// A fixed set of threads that share out the ranges of one job after another, the calling thread among them. Between jobs
/// they wait, first spinning for as long as it paid of late, then blocked. <see cref="Run"/> belongs to one thread and
/// allocates nothing.
/// </summary>
/// <remarks>
/// 1. The caller stores the job and the number of open ranges, then sets <c>_next</c> to 0: whoever claims a range by
/// incrementing <c>_next</c> sees the job. A thread that wakes late claims a range of whatever job is current, or none.
/// 2. The caller increments <c>_generation</c> and looks at <c>_sleepers</c>; a thread that goes to sleep increments
/// <c>_sleepers</c> and looks at <c>_generation</c>. Both are full fences, so one sees the other: no wake-up is lost.
/// 3. Whoever finishes the last open range signals <c>_finished</c>. Its decrement makes all results visible to the caller.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    [NotTunable("Ranges outnumber threads so that a slow slot holds up few others; more would only add claims.")]
    private const int RangesPerThread = 4;

    private readonly Thread[] _threads;
    private readonly int _slots;
    private readonly int _ranges;
    private readonly object _gate = new();
    private readonly object _finished = new();
    private IRangeJob? _job;
    private ExceptionDispatchInfo? _broken;
    private int _next;
    private int _open;
    private int _generation;
    private int _sleepers;
    private bool _stopping;
    private AdaptiveSpin _callerSpin;

    /// <param name="slots">Every job covers 0 to this.</param>
    /// <param name="parallelism">Threads that work, the caller included; 1 or more.</param>
    public WorkerPool(int slots, int parallelism)
    {
        _slots = slots;
        _ranges = Math.Min(slots, parallelism == 1 ? 1 : parallelism * RangesPerThread);
        _next = _ranges;
        _threads = new Thread[Math.Min(parallelism, _ranges) - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Live) { IsBackground = true, Name = $"palestra-vector-{i}" };
            _threads[i].Start();
        }
    }

    /// <summary>Runs a job on all ranges; returns when it is done everywhere.</summary>
    public void Run(IRangeJob job)
    {
        _job = job;
        Volatile.Write(ref _open, _ranges);
        Interlocked.Exchange(ref _next, 0);
        Interlocked.Increment(ref _generation);
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }

        Work();
        AwaitLast();
        if (_broken is { } broken)
        {
            _broken = null;
            broken.Throw();
        }
    }

    /// <summary>Ends the threads and waits for them.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Volatile.Write(ref _stopping, true);
            Interlocked.Increment(ref _generation);
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private void Live()
    {
        var (seen, spin) = (0, default(AdaptiveSpin));
        while (true)
        {
            seen = NextGeneration(seen, ref spin);
            if (Volatile.Read(ref _stopping))
            {
                return;
            }

            Work();
        }
    }

    private int NextGeneration(int seen, ref AdaptiveSpin spin)
    {
        spin.Begin();
        while (spin.Again())
        {
            var generation = Volatile.Read(ref _generation);
            if (generation != seen)
            {
                spin.Paid();
                return generation;
            }
        }

        lock (_gate)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref _generation) == seen)
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleepers);
        }

        return Volatile.Read(ref _generation);
    }

    private void Work()
    {
        int range;
        while ((range = Interlocked.Increment(ref _next) - 1) < _ranges)
        {
            try
            {
                _job!.Run((int)((long)_slots * range / _ranges), (int)((long)_slots * (range + 1) / _ranges));
            }
            catch (Exception e)
            {
                _broken = ExceptionDispatchInfo.Capture(e);
            }

            if (Interlocked.Decrement(ref _open) == 0)
            {
                lock (_finished)
                {
                    Monitor.Pulse(_finished);
                }
            }
        }
    }

    private void AwaitLast()
    {
        _callerSpin.Begin();
        while (_callerSpin.Again())
        {
            if (Volatile.Read(ref _open) == 0)
            {
                _callerSpin.Paid();
                return;
            }
        }

        lock (_finished)
        {
            while (Volatile.Read(ref _open) != 0)
            {
                Monitor.Wait(_finished);
            }
        }
    }
}
