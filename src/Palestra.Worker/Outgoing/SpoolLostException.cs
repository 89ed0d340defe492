namespace Palestra.Worker.Outgoing;

/// <summary>The spool does not give back what was written to it: the record would have a gap from there on (P-GAP).</summary>
internal sealed class SpoolLostException(string message, Exception? inner = null) : Exception(message, inner);
