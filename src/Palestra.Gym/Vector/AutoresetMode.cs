namespace Palestra.Gym.Vector;

/// <summary>What a vector environment does with a slot whose episode has ended, as Gymnasium 1.x defines it.</summary>
public enum AutoresetMode
{
    /// <summary>
    /// The step after the end ignores the slot's action and resets it: it gives the first observation of the new episode,
    /// reward 0 and no flag. Every observation is seen exactly once, in order.
    /// </summary>
    NextStep,

    /// <summary>
    /// The step that ends an episode resets at once: its observation is the first of the new episode, its reward and flags
    /// are those of the end. The last observation and info stay available until the slot's next step or reset.
    /// </summary>
    SameStep,

    /// <summary>The caller resets ended slots with a mask; a step of an ended slot is refused.</summary>
    Disabled,
}
