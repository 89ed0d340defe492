using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>How much of a stream is on disk (fsync done).</summary>
/// <param name="DurableSeq">Last sequence number on disk; 0 is none.</param>
/// <param name="DurableEpisodes">Number of finalized episodes on disk.</param>
public readonly record struct StreamPosition(StreamKey Stream, long DurableSeq, long DurableEpisodes);

/// <summary>What the complete record of a stream must hold, as its worker declared at its end.</summary>
public readonly record struct StreamTotal(StreamKey Stream, long LastSeq, long Episodes);
