namespace Palestra.Storage;

/// <summary>A run file cannot be used: absent, foreign, of a newer format, or damaged. The message is one sentence.</summary>
public class RunFileException : Exception
{
    public RunFileException()
    {
    }

    public RunFileException(string message)
        : base(message)
    {
    }

    public RunFileException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>
/// The disk is full, the file locked or the device failing: nothing of the attempt was kept, and the same call may be
/// repeated later.
/// </summary>
public sealed class RunFileUnavailableException : RunFileException
{
    public RunFileUnavailableException()
    {
    }

    public RunFileUnavailableException(string message)
        : base(message)
    {
    }

    public RunFileUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
