namespace Palestra.Telemetry;

/// <summary>Something was published on a bus whose run is over.</summary>
public sealed class BusCompletedException : InvalidOperationException
{
    public BusCompletedException()
        : this("The bus was completed: it takes no more events.")
    {
    }

    public BusCompletedException(string message)
        : base(message)
    {
    }

    public BusCompletedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
