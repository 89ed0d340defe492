namespace Palestra.Gym.Classic;

/// <summary>The registered id of <see cref="Acrobot"/>.</summary>
[NotTunable("Gymnasium's registration: step limit, threshold and frame rate belong to the id.")]
internal static class AcrobotSpecs
{
    // Beyond these a step can fling the links around so often that unwinding them turn by turn takes for ever.
    private const double Bound = 100;

    public static IReadOnlyList<EnvSpec> All { get; } =
    [
        new()
        {
            Id = "Acrobot-v1",
            Summary = "Swing two links up by torque on the joint between them.",
            Family = "classic control",
            MaxEpisodeSteps = 500,
            RewardThreshold = -100,
            RenderFps = 15,
            ActionNames = ["torque -1", "none", "torque +1"],
            Keys = KeyMap.LeftRight(left: 0, right: 2, idle: 1),
            Parameters =
            [
                ParameterSpec.Float("torque_noise_max", 0, 0, Bound, "Bound of the uniform noise added to the torque; 0 draws none.", "N m"),
                ParameterSpec.Text("book_or_nips", "book", "Whose equations of motion: Sutton and Barto's book, or the paper of 1996, which lacks a term.", "book", "nips"),
            ],
            ResetOptions = AcrobotDynamics.Start.Specs(Bound, "angle and angular velocity"),
            Create = values => new Acrobot(
                values.Float("torque_noise_max"), values.Text("book_or_nips") == "nips" ? AcrobotEquations.Nips : AcrobotEquations.Book)
            {
                Spec = All![0],
            },
        },
    ];
}
