using System.Text.Json;

namespace Palestra.Gym.Toy;

/// <summary>
/// Walk along a cliff from the lower left to the lower right corner of 4 x 12 cells; who steps off falls and starts
/// over, and the episode goes on. On slippery ground a step may go to either side of where it was meant. Actions: 0 up,
/// 1 right, 2 down, 3 left. Observation: row * 12 + column. Reward -1 a step, -100 a fall. Number for number Gymnasium's
/// CliffWalking-v1; example 6.6 of Sutton and Barto's book.
/// </summary>
public sealed class CliffWalking : Env<long, long>, ITabularEnv
{
    internal const double FallReward = -100;
    private const double StepReward = -1;

    private static readonly Lazy<TransitionTable> Firm = new(() => BuildTable(isSlippery: false));
    private static readonly Lazy<TransitionTable> Slippery = new(() => BuildTable(isSlippery: true));

    private double _probability = 1;
    private int _state;
    private int _lastAction = -1;
    private bool _fell;

    public CliffWalking(bool isSlippery = false)
        : base(new Discrete(4), new Discrete(CliffMap.Cells)) => P = (isSlippery ? Slippery : Firm).Value;

    public TransitionTable P { get; }

    public int State => _state;

    public override FrameSize FrameSize => CliffWalkingPainter.Size;

    /// <inheritdoc/>
    /// <remarks>Its holes are the cells of the cliff: a fall leads back to the start and does not end the episode.</remarks>
    public override GridLayout Grid => CliffMap.Layout;

    public override bool RendersText => true;

    public override StepResult<long> Step(long action)
    {
        ref readonly var outcome = ref P.Draw(_state, (int)action, Random);
        _state = outcome.NextState;
        _probability = outcome.Probability;
        _lastAction = (int)action;
        _fell = outcome.Reward == FallReward;
        return new StepResult<long>(_state, outcome.Reward, outcome.Terminated, false);
    }

    public override void Render(Span<byte> rgb) => CliffWalkingPainter.Paint(rgb, _state, _lastAction, _fell);

    public override string RenderText() => CliffWalkingText.Draw(_state);

    public override void WriteInfo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("prob", _probability);
        writer.WriteEndObject();
    }

    protected override long OnReset(ParameterValues? options)
    {
        _state = P.DrawInitial(Random);
        _probability = 1;
        _lastAction = -1;
        _fell = false;
        return _state;
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_state);
        writer.Write(_lastAction);
        writer.Write(_fell);
        writer.Write(_probability);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _state = reader.ReadInt32();
        _lastAction = reader.ReadInt32();
        _fell = reader.ReadBoolean();
        _probability = reader.ReadDouble();
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
