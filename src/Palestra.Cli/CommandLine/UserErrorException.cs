namespace Palestra.Cli;

/// <summary>Ends a command with one or more sentences for the user on stderr.</summary>
internal class UserErrorException(string message, int exitCode = ExitCodes.BadRequest) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
