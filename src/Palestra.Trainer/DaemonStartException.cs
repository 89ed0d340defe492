namespace Palestra.Trainer;

/// <summary>The daemon could not start; the message is one sentence for the person who started it.</summary>
public sealed class DaemonStartException : Exception
{
    public DaemonStartException()
    {
    }

    public DaemonStartException(string message)
        : base(message)
    {
    }

    public DaemonStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
