namespace Palestra.Gym.Grid;

/// <summary>The seven actions of a <see cref="GridWorld"/>, numbered as in MiniGrid.</summary>
public enum GridAction : byte
{
    /// <summary>A quarter turn, on the spot.</summary>
    TurnLeft = 0,

    /// <summary>A quarter turn, on the spot.</summary>
    TurnRight = 1,

    /// <summary>Into the cell in front if that is empty, the goal or an open door; else nothing happens.</summary>
    Forward = 2,

    /// <summary>Takes the key in front, if there is one and the hands are empty.</summary>
    PickUp = 3,

    /// <summary>Lays what is carried into the cell in front, if that is empty.</summary>
    Drop = 4,

    /// <summary>Opens or closes the door in front; a locked one opens for who carries the key of its colour, and stays unlocked.</summary>
    Toggle = 5,

    /// <summary>Changes nothing; the step counts.</summary>
    Done = 6,
}
