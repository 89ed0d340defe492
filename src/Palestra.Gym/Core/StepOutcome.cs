namespace Palestra.Gym;

/// <summary>What a step gave, apart from the observation.</summary>
/// <param name="Terminated">The episode reached an end of its own: nothing follows, the value of what follows is 0.</param>
/// <param name="Truncated">The episode was cut off from outside, by a time limit: what follows still has a value.</param>
public readonly record struct StepOutcome(double Reward, bool Terminated, bool Truncated)
{
    /// <summary>The next call must be a reset.</summary>
    public bool Done => Terminated || Truncated;
}

/// <summary>A typed step: the outcome with its observation.</summary>
public readonly record struct StepResult<TObs>(TObs Observation, double Reward, bool Terminated, bool Truncated)
    where TObs : unmanaged
{
    public bool Done => Terminated || Truncated;
}

/// <summary>Size of a rendered frame in pixels. 0 x 0: the environment does not render.</summary>
public readonly record struct FrameSize(int Width, int Height)
{
    /// <summary>Bytes of one RGB frame.</summary>
    public int Bytes => Width * Height * 3;

    public bool CanRender => Width > 0;
}
