namespace Palestra.Gym.Vector;

/// <summary>One slot of a vector environment refused or failed; the message names it. The inner exception is the slot's own, if it threw one.</summary>
public sealed class SlotException : GymException
{
    internal SlotException(int slot, string message)
        : base($"Slot {slot}: {message}") => Slot = slot;

    internal SlotException(int slot, Exception inner)
        : base($"Slot {slot}: {inner.Message}", inner) => Slot = slot;

    /// <summary>Which slot, counted from 0; the lowest, if several failed.</summary>
    public int Slot { get; }
}
