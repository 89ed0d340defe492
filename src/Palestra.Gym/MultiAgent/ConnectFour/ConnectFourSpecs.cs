namespace Palestra.Gym.MultiAgent;

/// <summary>How Connect Four is registered: as a game of two, and as one seat against a built-in player.</summary>
internal static class ConnectFourSpecs
{
    private const string Id = "ConnectFour-v0";

    public static MultiAgentSpec MultiAgent { get; } = new()
    {
        Id = Id,
        Summary = "Connect Four: drop discs in turn, four in a line win.",
        CreateAec = _ => new ConnectFour { Spec = MultiAgent! },
    };

    public static EnvSpec Seat { get; } = new()
    {
        Id = Id,
        Summary = "Connect Four against a built-in player: four discs in a line win.",
        Family = "board game",
        ActionNames = ["column 1", "column 2", "column 3", "column 4", "column 5", "column 6", "column 7"],
        Keys = new KeyMap([.. Enumerable.Range(0, FourBoard.Columns).Select(column => new KeyBinding($"Digit{column + 1}", column))]),
        Parameters =
        [
            ParameterSpec.Text("opponent", "random", "Who plays the other seat: any legal move, or a search some moves ahead.", "random", "minimax"),
            ParameterSpec.Int("depth", 4, 1, Minimax.MaxDepth, "How far minimax looks ahead, both players' moves counted.", "moves"),
            ParameterSpec.Text("seat", "first", "Whether the agent moves first or second, or either by a draw at every reset.", "first", "second", "random"),
        ],
        Create = values => new SeatEnv(
            new TerminateIllegal(new ConnectFour { Spec = MultiAgent }),
            values.Text("seat") switch { "first" => 0, "second" => 1, _ => null },
            values.Text("opponent") == "minimax" ? new Minimax((int)values.Int("depth")) : new RandomSeatPolicy())
        {
            Spec = Seat!,
        },
    };
}
