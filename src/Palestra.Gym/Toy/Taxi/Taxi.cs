using System.Text.Json;

namespace Palestra.Gym.Toy;

/// <summary>
/// Fetch a passenger at one of four stands and bring them to another, in a city of 5 x 5 cells with walls. Actions: 0
/// south, 1 north, 2 east, 3 west, 4 pick up, 5 drop off. Observation: see <see cref="TaxiState"/>. Reward -1 a step,
/// -10 for a pick-up or drop-off that is not possible, 20 for the delivery, which ends the episode. Number for number
/// Gymnasium's Taxi-v4; T. G. Dietterich, "Hierarchical Reinforcement Learning with the MAXQ Value Function
/// Decomposition", JAIR 13, 2000.
/// </summary>
public sealed class Taxi : TabularEnv
{
    private readonly bool _isRainy;
    private readonly bool _ficklePassenger;
    private readonly double _fickleProbability;
    private int _heading;
    private bool _ficklePending;

    /// <param name="isRainy">Whether a move may skid to either side of where it was meant.</param>
    /// <param name="rainyProbability">Probability that a move in the rain goes where it was meant.</param>
    /// <param name="ficklePassenger">Whether the passenger may change the destination once, at the first move with them.</param>
    /// <param name="fickleProbability">Probability that they do, drawn at reset.</param>
    /// <exception cref="GymException">A probability is no number from 0 to 1.</exception>
    public Taxi(bool isRainy = false, double rainyProbability = 0.8, bool ficklePassenger = false, double fickleProbability = 0.3)
        : base(Model(isRainy, Probability.Check(rainyProbability, nameof(rainyProbability))))
    {
        _isRainy = isRainy;
        _ficklePassenger = ficklePassenger;
        _fickleProbability = Probability.Check(fickleProbability, nameof(fickleProbability));
    }

    /// <summary>The present state.</summary>
    public TaxiState State => TaxiState.Decode(StateIndex);

    /// <summary>Whether the passenger will still change the destination in this episode (Gymnasium's <c>fickle_step</c>).</summary>
    public bool FicklePending => _ficklePending;

    public override FrameSize FrameSize => TaxiPainter.Size;

    public override GridLayout Grid => TaxiMap.Layout;

    public override ReadOnlySpan<sbyte> ActionMask => TaxiModel.Masks.AsSpan(StateIndex * TaxiModel.Actions, TaxiModel.Actions);

    public override bool RendersText => true;

    public override StepResult<long> Step(long action)
    {
        var before = StateIndex;
        ref readonly var outcome = ref Go(action);
        if (_ficklePending)
        {
            StateIndex = TaxiModel.ChangeMind(before, StateIndex, Random, ref _ficklePending);
        }

        _heading = action < 4 ? (int)action : _heading;
        return new StepResult<long>(StateIndex, outcome.Reward, outcome.Terminated, false);
    }

    public override void Render(Span<byte> rgb) => TaxiPainter.Paint(rgb, State, _heading, _isRainy);

    public override string RenderText() => TaxiText.Draw(State, LastAction);

    protected override void WriteMoreInfo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray("action_mask");
        foreach (var entry in ActionMask)
        {
            writer.WriteNumberValue(entry);
        }

        writer.WriteEndArray();
    }

    protected override long OnReset(ParameterValues? options)
    {
        var state = base.OnReset(options);
        _ficklePending = DrawFickle(Random);
        _heading = 0;
        return state;
    }

    protected override void SaveMore(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_heading);
        writer.Write(_ficklePending);
    }

    protected override void RestoreMore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _heading = reader.ReadInt32();
        _ficklePending = reader.ReadBoolean();
    }

    /// <summary>Whether the passenger of a new episode will change the destination; draws only if they may.</summary>
    internal bool DrawFickle(NumpyRandom random) => _ficklePassenger && random.Random() < _fickleProbability;

    private static TransitionTable Model(bool isRainy, double straight) => isRainy ? TaxiModel.Rainy(straight) : TaxiModel.Dry;
}
