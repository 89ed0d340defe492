using System.Globalization;

namespace Palestra.Gym.Toy;

/// <summary>The registered ids of <see cref="FrozenLake"/>.</summary>
[NotTunable("Gymnasium's registration: step limit, threshold and argument ranges belong to the id.")]
internal static class FrozenLakeSpecs
{
    public static IReadOnlyList<EnvSpec> All { get; } =
    [
        Spec("FrozenLake-v1", "Cross a frozen 4x4 lake from start to goal; the ice is slippery.", "4x4", 100, 0.70),
        Spec("FrozenLake8x8-v1", "Cross a frozen 8x8 lake from start to goal; the ice is slippery.", "8x8", 200, 0.85),
    ];

    private static EnvSpec Spec(string id, string summary, string map, int maxSteps, double threshold) => new()
    {
        Id = id,
        Summary = summary,
        Family = "toy text",
        MaxEpisodeSteps = maxSteps,
        RewardThreshold = threshold,
        ActionNames = ["left", "down", "right", "up"],
        Keys = KeyMap.Arrows(left: 0, down: 1, right: 2, up: 3),
        Parameters =
        [
            ParameterSpec.Text("map_name", map, "Which of the two fixed maps to use.", "4x4", "8x8"),
            ParameterSpec.Bool("is_slippery", true, "Whether a step may slip to either side of where it was meant."),
            ParameterSpec.Float("success_rate", 1.0 / 3.0, 0, 1, "Probability that a step on slippery ice goes where it was meant.", "probability"),
            ParameterSpec.Text("reward_schedule", "1,0,0", "Rewards for reaching the goal, a hole, and frozen ice (or the start): three numbers."),
            ParameterSpec.Text("desc", string.Empty, "A map of your own: rows of S, F, H and G, apart by '/', or a JSON array of rows. Wins over the other maps.") with { ShapesGrid = true },
            ParameterSpec.Int("random_size", 0, 0, 64, "Side of a generated map; 0 takes the fixed map.", "cells") with { ShapesGrid = true },
            ParameterSpec.Float("random_p", 0.8, 0, 1, "Probability that a cell of a generated map is frozen.", "probability"),
            ParameterSpec.Int("random_seed", 0, 0, null, "Seed of the generated map: the same seed gives the same map."),
        ],
        Create = values => new FrozenLake(
            MapOf(values), values.Bool("is_slippery"), values.Float("success_rate"), RewardsOf(values.Text("reward_schedule")))
        {
            Spec = Self(id),
        },
    };

    private static EnvSpec Self(string id) => All.First(s => s.Id == id);

    private static FrozenLakeMap MapOf(ParameterValues values)
    {
        try
        {
            if (values.Text("desc").Length > 0)
            {
                return FrozenLakeMap.Parse(values.Text("desc"));
            }

            if (values.Int("random_size") is 1)
            {
                throw Refused("random_size", "Parameter 'random_size' is 1, which is not allowed: 0 (the fixed map) or 2 to 64.");
            }

            if (values.Int("random_size") > 0)
            {
                return FrozenLakeMap.Generate((int)values.Int("random_size"), values.Float("random_p"), (ulong)values.Int("random_seed"));
            }
        }
        catch (GymException e) when (e is not ParameterException)
        {
            throw Refused(values.Text("desc").Length > 0 ? "desc" : "random_p", e.Message);
        }

        return values.Text("map_name") == "8x8" ? FrozenLakeMap.EightByEight : FrozenLakeMap.FourByFour;
    }

    private static RewardSchedule RewardsOf(string text)
    {
        var parts = text.Trim('[', ']', '(', ')', ' ').Split(',', StringSplitOptions.TrimEntries);
        var numbers = parts.Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) ? d : double.NaN).ToArray();
        return numbers.Length == 3 && numbers.All(double.IsFinite)
            ? new RewardSchedule(numbers[0], numbers[1], numbers[2])
            : throw Refused("reward_schedule", $"Parameter 'reward_schedule' is '{text}', which is not allowed: three numbers for goal, hole and frozen ice, for example 1,0,0.");
    }

    private static ParameterException Refused(string name, string sentence) => new([new ParameterError(name, sentence)]);
}
