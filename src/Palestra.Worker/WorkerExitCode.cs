namespace Palestra.Worker;

/// <summary>How a worker process ends. A contract with the trainer: never change a number.</summary>
public static class WorkerExitCode
{
    /// <summary>The run ended in good order and the daemon has all of it on disk; also when it was cancelled.</summary>
    public const int Ended = 0;

    /// <summary>The environment or the learner broke, or the daemon refused this worker.</summary>
    public const int Failed = 1;

    /// <summary>The manifest is missing or cannot be understood; nothing was run.</summary>
    public const int BadInput = 2;

    /// <summary>No daemon for <c>worker.orphan_timeout</c>: the worker stopped in good order, un-acknowledged steps are in its spool.</summary>
    public const int Orphaned = 3;
}
