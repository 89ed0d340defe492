namespace Palestra.Gym.Toy;

/// <summary>The registered id of <see cref="Blackjack"/>.</summary>
internal static class BlackjackSpecs
{
    public static IReadOnlyList<EnvSpec> All { get; } =
    [
        new()
        {
            Id = "Blackjack-v1",
            Summary = "Get closer to 21 than the dealer without going over.",
            Family = "toy text",
            ActionNames = ["stick", "hit"],
            Keys = new KeyMap([new("Digit1", 0), new("KeyQ", 0), new("Digit2", 1), new("KeyE", 1)]),
            Parameters =
            [
                ParameterSpec.Bool("natural", false, "Whether a natural (an ace and a ten) that wins pays 1.5; ignored if sab is true."),
                ParameterSpec.Bool("sab", true, "Sutton and Barto's rules: a natural beats everything but a natural, and pays 1."),
            ],
            Create = values => new Blackjack(values.Bool("natural"), values.Bool("sab")) { Spec = All![0] },
        },
    ];
}
