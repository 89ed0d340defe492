namespace Palestra.Settings;

/// <summary>
/// Keeps stored overrides, their versions and the history of changes. Called by one thread at a time for
/// <see cref="Commit"/>, by any for the others.
/// </summary>
public interface IOverrideStore
{
    /// <summary>The whole stored layer.</summary>
    /// <exception cref="OverrideStoreException">The store cannot be reached or read.</exception>
    StoredOverrides Load();

    /// <summary>
    /// One durable transaction. Compares the version of every namespace in <paramref name="expectedVersions"/>; when one
    /// differs, nothing is written. Else it sets or deletes (<see cref="SettingChange.New"/> is <c>null</c>) the override of
    /// each change, appends the changes to the history, and adds one to each of those versions. A change with
    /// <see cref="ChangeVia.File"/> goes into the history only.
    /// </summary>
    /// <param name="changes">Each key once; the ids in them are not used.</param>
    /// <param name="expectedVersions">Every namespace the changes touch; empty for edits of the file.</param>
    /// <exception cref="OverrideStoreException">The store cannot be reached; nothing was written.</exception>
    StoreCommit Commit(IReadOnlyList<SettingChange> changes, IReadOnlyDictionary<string, long> expectedVersions);

    /// <summary>Changes, newest first.</summary>
    /// <param name="key">Only those of this key; <c>null</c> is all.</param>
    /// <param name="beforeId">Only those with a smaller id; <c>null</c> is from the newest.</param>
    /// <param name="max">At most so many.</param>
    /// <exception cref="OverrideStoreException">The store cannot be reached or read.</exception>
    IReadOnlyList<SettingChange> History(string? key, long? beforeId, int max);
}
