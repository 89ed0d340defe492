namespace Palestra.Gym.Toy;

/// <summary>The registered ids of <see cref="Taxi"/>.</summary>
[NotTunable("Gymnasium's registration: step limit, threshold and argument ranges belong to the id.")]
internal static class TaxiSpecs
{
    public static IReadOnlyList<EnvSpec> All { get; } =
    [
        Spec("Taxi-v4", "Fetch a passenger at one stand and bring them to another, by taxi.") with
        {
            Parameters =
            [
                ParameterSpec.Bool("is_rainy", false, "Whether a move may skid to either side of where it was meant."),
                ParameterSpec.Float("rainy_probability", 0.8, 0, 1, "Probability that a move in the rain goes where it was meant.", "probability"),
                ParameterSpec.Bool("fickle_passenger", false, "Whether the passenger may change the destination once, at the first move with them."),
                ParameterSpec.Float("fickle_probability", 0.3, 0, 1, "Probability that a fickle passenger changes the destination.", "probability"),
            ],
            Create = values => new Taxi(
                values.Bool("is_rainy"), values.Float("rainy_probability"), values.Bool("fickle_passenger"), values.Float("fickle_probability"))
            {
                Spec = Self("Taxi-v4"),
            },
        },
        Spec("Taxi-v3", "Fetch a passenger at one stand and bring them to another, by taxi (old id).") with
        {
            Deprecation = "Taxi-v3 is out of date: use Taxi-v4, which has the same rules and can have rain and a fickle passenger.",
        },
    ];

    private static EnvSpec Spec(string id, string summary) => new()
    {
        Id = id,
        Summary = summary,
        Family = "toy text",
        MaxEpisodeSteps = 200,
        RewardThreshold = 8,
        ActionNames = ["south", "north", "east", "west", "pick up", "drop off"],
        Keys = KeyMap.Arrows(left: 3, down: 0, right: 2, up: 1, new("Space", 4), new("KeyE", 5)),
        Create = _ => new Taxi { Spec = Self(id) },
    };

    private static EnvSpec Self(string id) => All.First(s => s.Id == id);
}
