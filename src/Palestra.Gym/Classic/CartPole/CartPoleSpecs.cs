namespace Palestra.Gym.Classic;

/// <summary>The registered ids of <see cref="CartPole"/>.</summary>
[NotTunable("Gymnasium's registration: step limit, threshold and frame rate belong to the id.")]
internal static class CartPoleSpecs
{
    public static IReadOnlyList<EnvSpec> All { get; } =
    [
        Spec("CartPole-v0", "Balance a pole on a cart for 200 steps.", 200, 195),
        Spec("CartPole-v1", "Balance a pole on a cart for 500 steps.", 500, 475),
    ];

    private static EnvSpec Spec(string id, string summary, int maxSteps, double threshold) => new()
    {
        Id = id,
        Summary = summary,
        Family = "classic control",
        MaxEpisodeSteps = maxSteps,
        RewardThreshold = threshold,
        RenderFps = 50,
        ActionNames = ["left", "right"],
        Keys = KeyMap.LeftRight(left: 0, right: 1, idle: null),
        Parameters =
        [
            ParameterSpec.Bool("sutton_barto_reward", false, "Whether a step is worth 0 and the end -1, as in Sutton and Barto's book, instead of 1 a step."),
        ],
        ResetOptions = CartPoleDynamics.Start.Specs(1e6, "position, velocity, angle and angular velocity"),
        Create = values => new CartPole(values.Bool("sutton_barto_reward")) { Spec = All.First(s => s.Id == id) },
    };
}
