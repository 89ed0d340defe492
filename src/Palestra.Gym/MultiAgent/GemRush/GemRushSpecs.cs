namespace Palestra.Gym.MultiAgent;

/// <summary>How the gem rush is registered: as a game of two to four, and as one seat among built-in players.</summary>
[NotTunable("Facts of the id: the step limit and the ranges of its arguments belong to the definition.")]
internal static class GemRushSpecs
{
    private const string Id = "GemRush-v0";
    private const int MaxSteps = 200;

    private static readonly IReadOnlyList<ParameterSpec> Arguments =
    [
        ParameterSpec.Int("players", 2, 2, GemRushOptions.MaxPlayers, "Robots in the arena.", "robots"),
        ParameterSpec.Int("size", 11, GemRushOptions.MinSize, GemRushOptions.MaxSize, "Rows and columns of the arena, outer walls included.", "cells") with { ShapesGrid = true },
        ParameterSpec.Int("gems", 4, 1, GemRushOptions.MaxGems, "Gems that lie about at any time.", "gems"),
        ParameterSpec.Float("wall_density", 0.18, 0, 0.3, "Part of the inner cells that is wall."),
        ParameterSpec.Int("view_size", 7, 3, GemRushOptions.MaxView, "Side of the square around itself that a robot sees: an odd number.", "cells"),
        ParameterSpec.Bool("full_view", false, "Whether observations are the whole arena instead."),
        ParameterSpec.Int("max_steps", MaxSteps, 1, 1_000_000, "Steps after which an episode is truncated.", "steps"),
    ];

    public static MultiAgentSpec MultiAgent { get; } = new()
    {
        Id = Id,
        Summary = "Gem rush: two to four robots, all moving at once, gather gems in a walled arena.",
        Parameters = Arguments,
        CreateParallel = Game,
    };

    public static EnvSpec Seat { get; } = new()
    {
        Id = Id,
        Summary = "Gather more gems than the built-in robots, all moving at once.",
        Family = "multi-agent",
        MaxEpisodeSteps = MaxSteps,
        StepLimitArgument = "max_steps",
        ActionNames = ["left", "down", "right", "up", "stay"],
        Keys = KeyMap.Arrows(left: 0, down: 1, right: 2, up: 3, new KeyBinding("Space", 4)) with { Idle = 4 },
        RenderFps = 5,
        Parameters =
        [
            .. Arguments,
            ParameterSpec.Text("opponent", "greedy", "Who drives the other robots: by chance, or always to the best gem.", "random", "greedy"),
            ParameterSpec.Int("seat", 0, 0, GemRushOptions.MaxPlayers - 1, "Which robot the agent drives; below the number of players."),
        ],
        Create = values => new SeatEnv(
            new AecFromParallel(Game(values)), SeatOf(values), values.Text("opponent") == "greedy" ? new GreedyCollector() : new RandomSeatPolicy())
        {
            Spec = Seat!,
        },
    };

    private static GemRush Game(ParameterValues values)
    {
        var view = values.Int("view_size");
        if (view % 2 == 0)
        {
            throw Refused("view_size", $"Parameter 'view_size' is {view}, which is not allowed: an odd number from 3 to {GemRushOptions.MaxView}, so that the robot is in the middle.");
        }

        return new GemRush(new GemRushOptions
        {
            Players = (int)values.Int("players"),
            Size = (int)values.Int("size"),
            Gems = (int)values.Int("gems"),
            WallDensity = values.Float("wall_density"),
            ViewSize = (int)view,
            FullView = values.Bool("full_view"),
            MaxSteps = (int)values.Int("max_steps"),
        })
        {
            Spec = MultiAgent,
        };
    }

    private static int SeatOf(ParameterValues values)
    {
        var (seat, players) = (values.Int("seat"), values.Int("players"));
        return seat < players
            ? (int)seat
            : throw Refused("seat", $"Parameter 'seat' is {seat}, which is not allowed: 0 to {players - 1} with {players} players.");
    }

    private static ParameterException Refused(string name, string sentence) => new([new ParameterError(name, sentence)]);
}
