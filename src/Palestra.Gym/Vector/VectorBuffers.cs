namespace Palestra.Gym.Vector;

/// <summary>The caller's buffers of one step, pinned for as long as it takes: threads cannot share spans.</summary>
internal readonly unsafe struct StepBuffers(byte* actions, byte* observations, double* rewards, bool* terminated, bool* truncated)
{
    public readonly byte* Actions = actions;
    public readonly byte* Observations = observations;
    public readonly double* Rewards = rewards;
    public readonly bool* Terminated = terminated;
    public readonly bool* Truncated = truncated;

    public void Write(int slot, double reward, bool terminated, bool truncated)
    {
        Rewards[slot] = reward;
        Terminated[slot] = terminated;
        Truncated[slot] = truncated;
    }
}

/// <summary>One reset of some or all slots.</summary>
/// <param name="seeds">One entry for each slot.</param>
/// <param name="mask">One entry for each slot, or null for all.</param>
internal readonly unsafe struct ResetRequest(ulong?[] seeds, bool* mask, byte* observations, ParameterValues? options)
{
    public readonly ulong?[] Seeds = seeds;
    public readonly bool* Mask = mask;
    public readonly byte* Observations = observations;
    public readonly ParameterValues? Options = options;

    public bool Includes(int slot) => Mask is null || Mask[slot];
}
