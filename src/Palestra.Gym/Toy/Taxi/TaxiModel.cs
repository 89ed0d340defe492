namespace Palestra.Gym.Toy;

/// <summary>Builds what is known about Taxi in advance: its transitions, and which actions change something. Thread-safe.</summary>
internal static class TaxiModel
{
    public const int Actions = 6;
    private const int Pickup = 4;
    private const double StepReward = -1;
    private const double DeliveryReward = 20;
    private const double MistakeReward = -10;

    private static readonly Lazy<TransitionTable> DryTable = new(() => Build((state, action) => [Move(state, action, 1)]));

    public static TransitionTable Dry => DryTable.Value;

    /// <summary>Per state one entry per action, 1 where the action changes the state.</summary>
    public static sbyte[] Masks { get; } =
    [
        .. Enumerable.Range(0, TaxiState.Count * Actions).Select(i => (sbyte)(Changes(TaxiState.Decode(i / Actions), i % Actions) ? 1 : 0)),
    ];

    /// <param name="straight">Probability that the taxi goes where it was meant to; what is left is shared by the two sides.</param>
    public static TransitionTable Rainy(double straight) => Build((state, action) =>
    {
        // A taxi that cannot go straight on does not skid either.
        var blocked = Next(state, action) == state;
        var (first, second) = action switch { 0 => (2, 3), 1 => (3, 2), 2 => (1, 0), _ => (0, 1) };
        var skid = (1 - straight) / 2;
        return
        [
            Move(state, action, straight),
            blocked ? new Transition(skid, state.Encode(), StepReward, false) : Move(state, first, skid),
            blocked ? new Transition(skid, state.Encode(), StepReward, false) : Move(state, second, skid),
        ];
    });

    /// <summary>At the first move with the passenger on board another destination is drawn, once in an episode.</summary>
    /// <param name="next">The state that the step from <paramref name="state"/> led to.</param>
    /// <param name="pending">Set to <c>false</c> when it has happened.</param>
    /// <returns>The next state, with the new destination if there is one.</returns>
    public static int ChangeMind(int state, int next, NumpyRandom random, ref bool pending)
    {
        var (before, after) = (TaxiState.Decode(state), TaxiState.Decode(next));
        if (before.Passenger != TaxiMap.InTaxi || Cell(before) == Cell(after))
        {
            return next;
        }

        pending = false;
        var other = (int)random.Integers(0, TaxiMap.StandCount - 1);
        return (after with { Destination = other < before.Destination ? other : other + 1 }).Encode();
    }

    private static TransitionTable Build(Func<TaxiState, int, Transition[]> moves)
    {
        var outcomes = new List<IReadOnlyList<Transition>>(TaxiState.Count * Actions);
        var initial = new double[TaxiState.Count];
        for (var i = 0; i < TaxiState.Count; i++)
        {
            var state = TaxiState.Decode(i);
            initial[i] = CanStart(state) ? 1.0 / Starts : 0;
            for (var action = 0; action < Actions; action++)
            {
                outcomes.Add(action < Pickup ? moves(state, action) : [action == Pickup ? PickUp(state) : DropOff(state)]);
            }
        }

        return new TransitionTable(TaxiState.Count, Actions, outcomes, initial);
    }

    private static int Starts => TaxiMap.Rows * TaxiMap.Columns * TaxiMap.StandCount * (TaxiMap.StandCount - 1);

    private static bool CanStart(TaxiState state) => state.Passenger != TaxiMap.InTaxi && state.Passenger != state.Destination;

    private static GridCell Cell(TaxiState state) => new(state.Row, state.Column);

    private static TaxiState Next(TaxiState state, int action)
    {
        var to = TaxiMap.Move(Cell(state), action);
        return state with { Row = to.Row, Column = to.Column };
    }

    private static Transition Move(TaxiState state, int action, double probability) =>
        new(probability, Next(state, action).Encode(), StepReward, false);

    private static Transition PickUp(TaxiState state) => state.Passenger == TaxiMap.StandAt(Cell(state))
        ? new Transition(1, (state with { Passenger = TaxiMap.InTaxi }).Encode(), StepReward, false)
        : new Transition(1, state.Encode(), MistakeReward, false);

    // A passenger may be let out at a wrong stand; only the right one ends the episode.
    private static Transition DropOff(TaxiState state)
    {
        var stand = TaxiMap.StandAt(Cell(state));
        if (state.Passenger != TaxiMap.InTaxi || stand < 0)
        {
            return new Transition(1, state.Encode(), MistakeReward, false);
        }

        var delivered = stand == state.Destination;
        return new Transition(1, (state with { Passenger = stand }).Encode(), delivered ? DeliveryReward : StepReward, delivered);
    }

    private static bool Changes(TaxiState state, int action) => action switch
    {
        < Pickup => Next(state, action) != state,
        Pickup => PickUp(state).NextState != state.Encode(),
        _ => DropOff(state).NextState != state.Encode(),
    };
}
