namespace Palestra.Gym.Toy;

/// <summary>
/// Walk along a cliff from the lower left to the lower right corner of 4 x 12 cells; who steps off falls and starts
/// over, and the episode goes on. On slippery ground a step may go to either side of where it was meant. Actions: 0 up,
/// 1 right, 2 down, 3 left. Observation: row * 12 + column. Reward -1 a step, -100 a fall. Number for number Gymnasium's
/// CliffWalking-v1; example 6.6 of Sutton and Barto's book.
/// </summary>
public sealed class CliffWalking : TabularEnv
{
    internal const double FallReward = -100;
    private const double StepReward = -1;

    private static readonly Lazy<TransitionTable> Firm = new(() => BuildTable(isSlippery: false));
    private static readonly Lazy<TransitionTable> Slippery = new(() => BuildTable(isSlippery: true));

    private bool _fell;

    public CliffWalking(bool isSlippery = false)
        : base((isSlippery ? Slippery : Firm).Value)
    {
    }

    public int State => StateIndex;

    public override FrameSize FrameSize => CliffWalkingPainter.Size;

    /// <inheritdoc/>
    /// <remarks>Its holes are the cells of the cliff: a fall leads back to the start and does not end the episode.</remarks>
    public override GridLayout Grid => CliffMap.Layout;

    public override bool RendersText => true;

    public override StepResult<long> Step(long action)
    {
        ref readonly var outcome = ref Go(action);
        _fell = outcome.Reward == FallReward;
        return new StepResult<long>(outcome.NextState, outcome.Reward, outcome.Terminated, false);
    }

    public override void Render(Span<byte> rgb) => CliffWalkingPainter.Paint(rgb, StateIndex, LastAction, _fell);

    public override string RenderText() => CliffWalkingText.Draw(StateIndex);

    protected override long OnReset(ParameterValues? options)
    {
        _fell = false;
        return base.OnReset(options);
    }

    protected override void SaveMore(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_fell);
    }

    protected override void RestoreMore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _fell = reader.ReadBoolean();
    }

    // The goal and the cliff have outcomes too, as in Gymnasium, though nobody acts from there.
    private static TransitionTable BuildTable(bool isSlippery)
    {
        var outcomes = new List<IReadOnlyList<Transition>>();
        for (var cell = 0; cell < CliffMap.Cells; cell++)
        {
            for (var action = 0; action < 4; action++)
            {
                outcomes.Add(isSlippery
                    ? [Go(cell, (action + 3) % 4, 1.0 / 3), Go(cell, action, 1.0 / 3), Go(cell, (action + 1) % 4, 1.0 / 3)]
                    : [Go(cell, action, 1)]);
            }
        }

        return new TransitionTable(
            CliffMap.Cells, 4, outcomes, [.. Enumerable.Range(0, CliffMap.Cells).Select(c => c == CliffMap.Start ? 1.0 : 0)]);

        static Transition Go(int from, int action, double probability)
        {
            var to = CliffMap.Move(from, action);
            return CliffMap.IsCliff(to)
                ? new Transition(probability, CliffMap.Start, FallReward, false)
                : new Transition(probability, to, StepReward, to == CliffMap.Goal);
        }
    }
}
