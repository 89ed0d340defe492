namespace Palestra.Gym.Classic;

/// <summary>The registered ids of <see cref="MountainCar"/> and <see cref="MountainCarContinuous"/>.</summary>
[NotTunable("Gymnasium's registration: step limit, threshold and frame rate belong to the id.")]
internal static class MountainCarSpecs
{
    private const double Bound = 1e6;

    public static IReadOnlyList<EnvSpec> All { get; } =
    [
        new()
        {
            Id = "MountainCar-v0",
            Summary = "Rock a weak car out of a valley by pushing left or right.",
            Family = "classic control",
            MaxEpisodeSteps = 200,
            RewardThreshold = -110,
            RenderFps = 30,
            ActionNames = ["left", "none", "right"],
            Keys = KeyMap.LeftRight(left: 0, right: 2, idle: 1),
            Parameters = [GoalVelocity],
            ResetOptions = MountainCarDynamics.Start.Specs(Bound, "position"),
            Create = values => new MountainCar(values.Float("goal_velocity")) { Spec = All![0] },
        },
        new()
        {
            Id = "MountainCarContinuous-v0",
            Summary = "Rock a weak car out of a valley with a throttle, on little fuel.",
            Family = "classic control",
            MaxEpisodeSteps = 999,
            RewardThreshold = 90,
            RenderFps = 30,
            ClipsActions = true,
            Keys = KeyMap.LeftRight(left: -1, right: 1, idle: 0),
            Parameters = [GoalVelocity],
            ResetOptions = MountainCarContinuousDynamics.Start.Specs(Bound, "position"),
            Create = values => new MountainCarContinuous(values.Float("goal_velocity")) { Spec = All![1] },
        },
    ];

    private static ParameterSpec GoalVelocity => ParameterSpec.Float(
        "goal_velocity", 0, null, null, "Least velocity with which the flag counts as reached; above 0.07 nothing reaches it.", "position per step");
}
