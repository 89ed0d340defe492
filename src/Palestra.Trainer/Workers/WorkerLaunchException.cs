namespace Palestra.Trainer.Workers;

/// <summary>The operating system refused to start a worker process.</summary>
internal sealed class WorkerLaunchException : Exception
{
    public WorkerLaunchException()
    {
    }

    public WorkerLaunchException(string message)
        : base(message)
    {
    }

    public WorkerLaunchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
