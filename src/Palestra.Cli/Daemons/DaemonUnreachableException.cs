namespace Palestra.Cli;

/// <summary>There is no daemon on this data folder, or it does not answer.</summary>
internal sealed class DaemonUnreachableException(string message) : UserErrorException(message);
