namespace Palestra.Settings;

/// <summary>The stored layer as it was found: overrides, or the reason why there are none to be had.</summary>
internal sealed record StoredState(StoredOverrides Overrides, string? Trouble = null)
{
    public static StoredState None { get; } = new(StoredOverrides.None);

    public static StoredState Read(Func<StoredOverrides> load)
    {
        try
        {
            return new(load());
        }
        catch (OverrideStoreException failed)
        {
            return new(StoredOverrides.None, failed.Message.TrimEnd('.'));
        }
    }

    /// <summary>A warning for people; <c>null</c> when the store could be read.</summary>
    public string? Warning => Trouble is null
        ? null
        : $"The stored overrides cannot be read: {Trouble}. None of them is in force, and kill switches are enabled.";
}
