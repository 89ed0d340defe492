using System.Collections.Concurrent;

namespace Palestra.Storage;

/// <summary>
/// The threads on which transactions are written, away from the thread pool: they block while the disk does, and fifty
/// runs that wait for fsync must not keep requests and workers waiting. A thread is started when all others are busy,
/// up to a limit, and ends when it has long been idle. Beyond the limit transactions take turns, first come first
/// served; since a run has one transaction at a time, a fast run cannot come before a slow one twice. Any thread.
/// </summary>
internal sealed class CommitThreads : TaskScheduler
{
    private static readonly ConcurrentDictionary<(int Most, TimeSpan Idle), CommitThreads> Sets = [];

    private readonly int _most;
    private readonly TimeSpan _idleLife;
    private readonly Queue<Task> _waiting = [];
    private int _threads;
    private int _idle;

    internal CommitThreads(int most, TimeSpan idleLife) => (_most, _idleLife) = (most, idleLife);

    public override int MaximumConcurrencyLevel => _most;

    /// <summary>The set of this process with that limit and that patience of an idle thread.</summary>
    public static CommitThreads Of(int most, TimeSpan idleLife) =>
        Sets.GetOrAdd((most, idleLife), static key => new CommitThreads(key.Most, key.Idle));

    public Task Run(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    protected override void QueueTask(Task task)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(task);
            if (_idle >= _waiting.Count)
            {
                Monitor.Pulse(_waiting);
                return;
            }

            if (_threads == _most)
            {
                return;
            }

            _threads++;
        }

        new Thread(Work) { IsBackground = true, Name = "palestra commit" }.Start();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_waiting)
        {
            return [.. _waiting];
        }
    }

    private void Work()
    {
        while (Next() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    private Task? Next()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0)
            {
                _idle++;
                var called = Monitor.Wait(_waiting, _idleLife);
                _idle--;
                if (!called && _waiting.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }

            return _waiting.Dequeue();
        }
    }
}
