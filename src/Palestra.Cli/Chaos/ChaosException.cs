namespace Palestra.Cli.Chaos;

/// <summary>Something did not survive; the message is a sentence for the report.</summary>
internal sealed class ChaosException(string message) : Exception(message);
