namespace Palestra.Gym.Toy;

/// <summary>The registered ids of <see cref="CliffWalking"/>.</summary>
internal static class CliffWalkingSpecs
{
    public static IReadOnlyList<EnvSpec> All { get; } =
    [
        Spec("CliffWalking-v1", "Walk along a cliff from start to goal without stepping off.", false),
        Spec("CliffWalkingSlippery-v1", "Walk along a cliff from start to goal; the ground is slippery.", true),
        Spec("CliffWalking-v0", "Walk along a cliff from start to goal without stepping off (old id).", false) with
        {
            Deprecation = "CliffWalking-v0 is out of date: use CliffWalking-v1, which has the same rules.",
        },
    ];

    private static EnvSpec Spec(string id, string summary, bool isSlippery) => new()
    {
        Id = id,
        Summary = summary,
        Family = "toy text",
        ActionNames = ["up", "right", "down", "left"],
        Keys = KeyMap.Arrows(left: 3, down: 2, right: 1, up: 0),
        Parameters =
        [
            ParameterSpec.Bool("is_slippery", isSlippery, "Whether a step may slip to either side of where it was meant, each as likely as straight on."),
        ],
        Create = values => new CliffWalking(values.Bool("is_slippery")) { Spec = Self(id) },
    };

    private static EnvSpec Self(string id) => All.First(s => s.Id == id);
}
