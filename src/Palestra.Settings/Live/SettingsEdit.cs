namespace Palestra.Settings;

/// <summary>What somebody wants to change: all of it or nothing is applied. Immutable.</summary>
public sealed record SettingsEdit
{
    /// <summary>Keys with their new texts; <c>null</c> removes the stored override. Each key once.</summary>
    public required IReadOnlyList<KeyValuePair<string, string?>> Values { get; init; }

    /// <summary>Who wants it, for the history.</summary>
    public required string Who { get; init; }

    /// <summary>One of <see cref="ChangeVia"/>.</summary>
    public required string Via { get; init; }

    /// <summary>
    /// Versions of namespaces that the change was made for; when one has moved on, it is a conflict. <c>null</c>: whatever
    /// there is.
    /// </summary>
    public IReadOnlyDictionary<string, long>? ExpectedVersions { get; init; }
}
