namespace Palestra.Gym.MultiAgent;

/// <summary>What lies on a cell. The numbers are those of saved states: never change one.</summary>
internal enum Gem : byte
{
    None = 0,

    /// <summary>Worth 1.</summary>
    Emerald = 1,

    /// <summary>Worth 3; one gem in five.</summary>
    Ruby = 2,
}
