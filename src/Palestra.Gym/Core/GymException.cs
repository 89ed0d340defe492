namespace Palestra.Gym;

/// <summary>Something was asked of an environment, space or registry that it does not allow. The message is one sentence for a person.</summary>
public class GymException : Exception
{
    public GymException(string message)
        : base(message)
    {
    }

    public GymException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public GymException()
    {
    }
}

/// <summary>An id that no registry entry has; the message names the nearest one.</summary>
public sealed class UnknownIdException(string message, string id, string? nearest) : GymException(message)
{
    public string Id { get; } = id;

    public string? Nearest { get; } = nearest;
}

/// <summary>One or more parameters were refused. All reasons at once, one sentence each.</summary>
public sealed class ParameterException(IReadOnlyList<ParameterError> errors)
    : GymException(string.Join(" ", errors.Select(e => e.Message)))
{
    public IReadOnlyList<ParameterError> Errors { get; } = errors;
}

/// <param name="Name">The parameter that was refused.</param>
/// <param name="Message">What was wrong, the value, what is allowed.</param>
public readonly record struct ParameterError(string Name, string Message);
