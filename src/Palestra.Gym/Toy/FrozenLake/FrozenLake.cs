namespace Palestra.Gym.Toy;

/// <summary>
/// Cross a frozen lake without falling into a hole; on slippery ice a step may go to either side of where it was meant.
/// Actions: 0 left, 1 down, 2 right, 3 up. Observation: row * columns + column. Number for number Gymnasium's
/// FrozenLake-v1.
/// </summary>
public sealed class FrozenLake : TabularEnv
{
    private readonly FrozenLakePainter _painter;

    [NotTunable("Gymnasium's own constructor has these defaults; a run chooses with the environment's parameters.")]
    public FrozenLake(FrozenLakeMap map, bool isSlippery = true, double successRate = 1.0 / 3.0, RewardSchedule? rewards = null)
        : base(BuildTable(
            map ?? throw new ArgumentNullException(nameof(map)),
            isSlippery,
            Probability.Check(successRate, nameof(successRate)),
            rewards ?? RewardSchedule.Standard))
    {
        Map = map;
        _painter = new FrozenLakePainter(map);
    }

    public FrozenLakeMap Map { get; }

    public int State => StateIndex;

    public override FrameSize FrameSize => _painter.Size;

    public override GridLayout Grid => Map.Layout;

    public override bool RendersText => true;

    public override void Render(Span<byte> rgb) => _painter.Paint(rgb, StateIndex, LastAction);

    public override string RenderText() => FrozenLakeText.Draw(Map, StateIndex, LastAction);

    private static TransitionTable BuildTable(FrozenLakeMap map, bool isSlippery, double successRate, RewardSchedule rewards)
    {
        var sideways = (1 - successRate) / 2;
        var outcomes = new List<IReadOnlyList<Transition>>(map.Cells * 4);
        for (var cell = 0; cell < map.Cells; cell++)
        {
            for (var action = 0; action < 4; action++)
            {
                var (here, meant) = (cell, action);
                if (map[cell] is 'G' or 'H')
                {
                    outcomes.Add([new Transition(1, cell, 0, true)]);
                }
                else if (isSlippery)
                {
                    outcomes.Add([Go(here, (meant + 3) % 4, sideways), Go(here, meant, successRate), Go(here, (meant + 1) % 4, sideways)]);
                }
                else
                {
                    outcomes.Add([Go(here, meant, 1)]);
                }
            }
        }

        var starts = map.Rows.Sum(r => r.Count(c => c == 'S'));
        return new TransitionTable(map.Cells, 4, outcomes, [.. Enumerable.Range(0, map.Cells).Select(c => map[c] == 'S' ? 1.0 / starts : 0)]);

        Transition Go(int from, int action, double probability)
        {
            var to = map.Move(from, action);
            var letter = map[to];
            return new Transition(probability, to, rewards.Of(letter), letter is 'G' or 'H');
        }
    }
}

/// <summary>Reward for stepping onto each kind of cell.</summary>
public readonly record struct RewardSchedule(double Goal, double Hole, double Frozen)
{
    public static RewardSchedule Standard => new(1, 0, 0);

    public double Of(char letter) => letter switch
    {
        'G' => Goal,
        'H' => Hole,
        _ => Frozen,
    };
}
