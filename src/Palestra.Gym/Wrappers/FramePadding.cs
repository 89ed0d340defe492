namespace Palestra.Gym.Wrappers;

/// <summary>What stands for the observations before the first one of an episode.</summary>
public enum FramePadding
{
    /// <summary>The first observation, repeated.</summary>
    Reset,

    /// <summary>The value of the observation space that is nearest to zero.</summary>
    Zero,
}
