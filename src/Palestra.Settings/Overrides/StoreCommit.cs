namespace Palestra.Settings;

/// <summary>What a store made of a commit: <see cref="Done"/> or <see cref="Conflict"/>.</summary>
public abstract record StoreCommit
{
    private StoreCommit()
    {
    }

    /// <summary>Everything is on disk.</summary>
    /// <param name="Ids">The ids of the changes, in their order.</param>
    /// <param name="Versions">The new versions of the namespaces that were compared.</param>
    public sealed record Done(IReadOnlyList<long> Ids, IReadOnlyDictionary<string, long> Versions) : StoreCommit;

    /// <summary>Somebody changed the namespace in between; nothing was written.</summary>
    public sealed record Conflict(string Namespace, long Expected, long Actual) : StoreCommit;
}
