namespace Palestra.Worker.Outgoing;

/// <summary>How much may be un-acknowledged.</summary>
/// <param name="MemoryBytes">In memory.</param>
/// <param name="SpoolPath">The spool's file; made when it is needed.</param>
/// <param name="SpoolBytes">Longest the file may get while the run lasts; not above <paramref name="MemoryBytes"/>: there is no spool.</param>
internal sealed record OutboxLimits(long MemoryBytes, string SpoolPath = "", long SpoolBytes = 0)
{
    /// <summary>While training waits, the disk is tried again this often.</summary>
    public TimeSpan Retry { get; init; } = new WorkerSettings().SpoolRetry;
}

/// <summary>Figures of an outbox.</summary>
/// <param name="UnacknowledgedSteps">Steps that are not known to be on disk, all streams together.</param>
/// <param name="KeptBytes">Memory they and their episodes take.</param>
/// <param name="SpoolBytes">Length of the spool file; 0 if there is none.</param>
/// <param name="CreditsAvailable">Steps the busiest stream may still send before an acknowledgement.</param>
/// <param name="OldestUs">When the oldest of them was made, microseconds since the Unix epoch; 0 if none.</param>
/// <param name="Blockings">How often training waited because memory and spool were full.</param>
/// <param name="Blocked">How long it has waited in all.</param>
internal readonly record struct OutboxStats(
    long UnacknowledgedSteps, long KeptBytes, long SpoolBytes, long CreditsAvailable, long OldestUs, long Blockings, TimeSpan Blocked);
