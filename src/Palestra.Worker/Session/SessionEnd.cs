namespace Palestra.Worker.Session;

internal enum SessionEndKind
{
    /// <summary>The daemon has everything on disk and let the worker go.</summary>
    Farewell,

    /// <summary>The daemon does not want this worker, and would not change its mind.</summary>
    Rejected,

    /// <summary>No daemon for too long.</summary>
    Orphaned,

    /// <summary>The spool cannot be read back: what would be sent now would leave a gap.</summary>
    Broken,
}

/// <summary>Why a worker's sessions are over, with one sentence.</summary>
internal sealed record SessionEnd(SessionEndKind Kind, string Reason);

/// <summary>How one attempt at a session ended without ending them all.</summary>
/// <param name="Welcomed">It was a working session for a while.</param>
/// <param name="Refused">The daemon answered, and did not like what it got; more of the same may not help.</param>
internal sealed record SessionLoss(string Reason, bool Welcomed, bool Refused);
