namespace Palestra.FastLane;

/// <summary>A segment could not be created; the message is one sentence for a person.</summary>
public sealed class FastLaneException(string message, Exception? inner = null) : Exception(message, inner);
