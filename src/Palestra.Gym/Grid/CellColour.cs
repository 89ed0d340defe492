namespace Palestra.Gym.Grid;

/// <summary>The second number of a cell, numbered as in MiniGrid. What has no colour of its own is <see cref="Red"/>: 0.</summary>
public enum CellColour : byte
{
    Red = 0,
    Green = 1,
    Blue = 2,
    Purple = 3,
    Yellow = 4,
    Grey = 5,
}
