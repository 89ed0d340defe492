namespace Palestra.Gym.Rendering;

/// <summary>Which end of a text its place names.</summary>
public enum TextAlign
{
    Left,
    Centre,
    Right,
}
