namespace Palestra.Gym;

/// <summary>What an environment refuses, in words: the same sentence from whichever wrapper refuses it.</summary>
internal static class EnvSentences
{
    public static GymException StepBeforeReset(EnvSpec spec) =>
        new($"{spec.Id} cannot step before the first reset: call Reset first.");

    public static GymException StepAfterEnd(EnvSpec spec, int steps) =>
        new($"The episode of {spec.Id} has ended after {steps} steps: call Reset before the next step.");

    public static GymException RenderBeforeReset(EnvSpec spec) =>
        new($"{spec.Id} has no state to render before the first reset: call Reset first.");

    public static GymException DoesNotRender(EnvSpec spec) => new($"{spec.Id} does not render.");

    public static GymException ActionOutside(EnvSpec spec, Space space, ReadOnlySpan<byte> action) =>
        new($"Action {space.Show(action)} is outside {space} of {spec.Id}: allowed are {space.Allowed}.");

    public static GymException FrameBufferTooShort(EnvSpec spec, FrameSize size, int length) =>
        new($"A frame of {spec.Id} has {size.Bytes} bytes, but the buffer has {length}.");
}
