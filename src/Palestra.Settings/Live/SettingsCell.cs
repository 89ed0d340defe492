namespace Palestra.Settings;

/// <summary>
/// Where a service reads the present record of a group, as often as it likes: one read of one field. Thread-safe. The record
/// behind it is frozen, so a reader that keeps it for the length of one piece of work sees no change half-way.
/// </summary>
public sealed class SettingsCell<TGroup> : ISettingsCell where TGroup : class
{
    private volatile TGroup _value;

    /// <summary>A cell that belongs to no hub and never changes, for tests and for programs without a hub.</summary>
    public SettingsCell(TGroup value) => _value = value;

    /// <summary>The record in force. Settings that need a restart keep the value the process started with.</summary>
    public TGroup Value => _value;

    void ISettingsCell.Set(object record) => _value = (TGroup)record;
}

internal interface ISettingsCell
{
    void Set(object record);
}
