namespace Palestra.Settings;

/// <summary>
/// What became of a change: <see cref="Applied"/>, <see cref="Refused"/>, <see cref="Conflict"/> or
/// <see cref="Unavailable"/>. In all but the first nothing has changed anywhere.
/// </summary>
public abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    /// <summary>It is on disk, and what is hot is in force. Subscribers have been told.</summary>
    /// <param name="Changes">What really changed; empty when everything was so already.</param>
    /// <param name="Versions">The present versions of the namespaces that the edit names.</param>
    public sealed record Applied(IReadOnlyList<SettingChange> Changes, IReadOnlyDictionary<string, long> Versions) : ChangeOutcome;

    /// <summary>It may not be; every reason at once.</summary>
    public sealed record Refused(IReadOnlyList<SettingsError> Errors) : ChangeOutcome;

    /// <summary>The namespace was changed since the version that the edit expects.</summary>
    public sealed record Conflict(string Namespace, long Expected, long Actual) : ChangeOutcome;

    /// <summary>The store cannot be reached; the reason is a sentence.</summary>
    public sealed record Unavailable(string Reason) : ChangeOutcome;
}
