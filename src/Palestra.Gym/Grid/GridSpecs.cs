namespace Palestra.Gym.Grid;

/// <summary>The registered ids of the grid worlds.</summary>
[NotTunable("Facts of the ids: step limits and the ranges of their arguments belong to the definition.")]
internal static class GridSpecs
{
    private static readonly KeyMap Keys = new(
    [
        new("ArrowLeft", 0), new("KeyA", 0), new("ArrowRight", 1), new("KeyD", 1), new("ArrowUp", 2), new("KeyW", 2),
        new("KeyG", 3), new("Space", 3), new("KeyH", 4), new("KeyE", 5), new("Enter", 5), new("KeyQ", 6),
    ]);

    public static IReadOnlyList<EnvSpec> All { get; } =
    [
        Spec(
            "GridEmpty-v0", "Cross an empty room to the goal, seeing only what lies ahead.", 8, 256, GridEmpty.MinSize,
            values => new GridEmpty(OptionsOf(values), values.Bool("random_start")) { Spec = Self("GridEmpty-v0") },
            ParameterSpec.Bool("random_start", true, "Whether the agent starts anywhere, or always in the upper left corner looking right.")),
        Spec(
            "GridFourRooms-v0", "Find the goal in one of four rooms joined by gaps in their walls.", 19, 1444, GridFourRooms.MinSize,
            values => new GridFourRooms(OptionsOf(values)) { Spec = Self("GridFourRooms-v0") }),
        Spec(
            "GridDoorKey-v0", "Fetch the key, unlock the door, and reach the goal behind it.", 8, 256, GridDoorKey.MinSize,
            values => new GridDoorKey(OptionsOf(values)) { Spec = Self("GridDoorKey-v0") }),
    ];

    private static EnvSpec Spec(
        string id, string summary, int size, int maxSteps, int minSize, Func<ParameterValues, IEnv> create, params ParameterSpec[] more) => new()
    {
        Id = id,
        Summary = summary,
        Family = "grid world",
        MaxEpisodeSteps = maxSteps,
        StepLimitArgument = "max_steps",
        ActionNames = ["turn left", "turn right", "forward", "pick up", "drop", "toggle", "done"],
        Keys = Keys,
        RenderFps = 10,
        Parameters =
        [
            ParameterSpec.Int("size", size, minSize, GridWorldOptions.MaxSize, "Rows and columns of the grid, outer walls included.", "cells") with { ShapesGrid = true },
            ParameterSpec.Int("view_size", 7, 3, Sight.MaxView, "Side of the square that the agent sees: an odd number.", "cells"),
            ParameterSpec.Bool("full_view", false, "Whether observations are the whole grid from above instead of what the agent sees."),
            ParameterSpec.Bool("see_through_walls", false, "Whether walls and closed doors hide nothing from the agent."),
            ParameterSpec.Int("max_steps", maxSteps, 1, 1_000_000, "Steps after which an episode is truncated; the reward counts against them.", "steps"),
            .. more,
        ],
        Create = create,
    };

    private static EnvSpec Self(string id) => All.First(s => s.Id == id);

    private static GridWorldOptions OptionsOf(ParameterValues values)
    {
        var view = values.Int("view_size");
        return view % 2 == 1
            ? new GridWorldOptions
            {
                Size = (int)values.Int("size"),
                ViewSize = (int)view,
                FullView = values.Bool("full_view"),
                SeeThroughWalls = values.Bool("see_through_walls"),
                MaxSteps = (int)values.Int("max_steps"),
            }
            : throw new ParameterException([new ParameterError(
                "view_size", $"Parameter 'view_size' is {view}, which is not allowed: an odd number from 3 to {Sight.MaxView}, so that the agent is in the middle.")]);
    }
}
