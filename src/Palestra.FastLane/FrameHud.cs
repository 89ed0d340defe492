namespace Palestra.FastLane;

/// <summary>The figures shown over a frame. They travel inside the frame's slot, so they always belong to it.</summary>
/// <param name="Slot">Which environment of the run the frame shows.</param>
/// <param name="LastReward">Reward of the newest step.</param>
/// <param name="RollingReturn">Mean return of the last 100 finalized episodes; NaN before the first.</param>
/// <param name="StepsPerSecond">Steps of the run, all slots together, over the last second.</param>
public readonly record struct FrameHud(int Slot, double LastReward, double RollingReturn, double StepsPerSecond);
