namespace Palestra.Gym.Classic;

/// <summary>The registered id of <see cref="Pendulum"/>.</summary>
[NotTunable("Gymnasium's registration: step limit and frame rate belong to the id.")]
internal static class PendulumSpecs
{
    private const double Bound = 1e6;

    public static IReadOnlyList<EnvSpec> All { get; } =
    [
        new()
        {
            Id = "Pendulum-v1",
            Summary = "Swing a rod up and hold it upright with a weak motor.",
            Family = "classic control",
            MaxEpisodeSteps = 200,
            RenderFps = 30,
            ClipsActions = true,
            Keys = KeyMap.LeftRight(left: PendulumDynamics.MaxTorque, right: -PendulumDynamics.MaxTorque, idle: 0),
            Parameters = [ParameterSpec.Float("g", 10, -Bound, Bound, "Acceleration of gravity.", "m/s²")],
            ResetOptions =
            [
                ParameterSpec.Float("x_init", Math.PI, 0, Bound, "Largest angle of the first state, to either side.", "radians"),
                ParameterSpec.Float("y_init", 1, 0, Bound, "Largest angular velocity of the first state, to either side.", "radians per second"),
            ],
            Create = values => new Pendulum(values.Float("g")) { Spec = All![0] },
        },
    ];
}
