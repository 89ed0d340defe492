namespace Palestra.Gym.Grid;

/// <summary>The third number of a door, numbered as in MiniGrid. All but doors and the agent have 0 there.</summary>
public enum DoorState : byte
{
    Open = 0,
    Closed = 1,

    /// <summary>Opens only for who carries the key of its colour.</summary>
    Locked = 2,
}
