using System.Text.Json;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// One seat of a game as an environment for one agent: the other seats play by a built-in policy. A step is the seat's
/// action and everything until it is its turn again; the reward is all it was given meanwhile. An episode ends with the
/// seat's own. What is drawn by the others comes from the game's generator. Owns the game. Not thread-safe.
/// </summary>
public sealed class SeatEnv : IEnv
{
    private readonly IAecEnv _game;
    private readonly ISeatPolicy _others;
    private readonly int? _fixedSeat;
    private readonly byte[] _action;
    private int _seat;

    /// <param name="seat">Which agent acts; <c>null</c> draws one at every reset, after the game's own draws.</param>
    /// <exception cref="GymException">There is no such seat, or the seats differ in their spaces where one is drawn.</exception>
    public SeatEnv(IAecEnv game, int? seat, ISeatPolicy others)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(others);
        var count = game.PossibleAgents.Count;
        if (seat is < 0 || seat >= count)
        {
            throw new GymException($"Seat {seat} of {game.Spec.Id} does not exist: 0 to {count - 1}.");
        }

        if (seat is null && Enumerable.Range(0, count).Any(a => $"{game.ActionSpace(a)} {game.ObservationSpace(a)}" != $"{game.ActionSpace(0)} {game.ObservationSpace(0)}"))
        {
            throw new GymException($"The seats of {game.Spec.Id} have different spaces, so none can be drawn at random: name one.");
        }

        (_game, _others, _fixedSeat, _seat) = (game, others, seat, seat ?? 0);
        _action = new byte[Enumerable.Range(0, count).Max(a => game.ActionSpace(a).RowBytes)];
        Spec = EnvSpec.Unregistered(game.Spec.Id);
    }

    public EnvSpec Spec { get; internal set; }

    /// <summary>The game as all agents play it.</summary>
    public IAecEnv Game => _game;

    /// <summary>Who acts in this episode.</summary>
    public int Seat => _seat;

    public Space ActionSpace => _game.ActionSpace(_seat);

    public Space ObservationSpace => _game.ObservationSpace(_seat);

    public NumpyRandom Random => _game.Random;

    public FrameSize FrameSize => _game.FrameSize;

    public GridLayout? Grid => _game.Grid;

    public bool RendersText => _game.RendersText;

    public ReadOnlySpan<sbyte> ActionMask => _game.ActionMask(_seat);

    private bool HasEnded => _game.IsTerminated(_seat) || _game.IsTruncated(_seat);

    public void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        _game.Reset(seed);
        _seat = _fixedSeat ?? (int)Random.Integers(0, _game.PossibleAgents.Count);
        PlayOthers();
        _game.Observe(_seat, observation[..ObservationSpace.RowBytes]);
    }

    public StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        _game.Step(action);
        PlayOthers();
        _game.Observe(_seat, observation[..ObservationSpace.RowBytes]);
        return new StepOutcome(_game.CumulativeReward(_seat), _game.IsTerminated(_seat), _game.IsTruncated(_seat));
    }

    public void Render(Span<byte> rgb) => _game.Render(rgb);

    public string RenderText() => _game.RenderText();

    /// <summary>What the game says to the seat.</summary>
    public void WriteInfo(Utf8JsonWriter writer) => _game.WriteInfo(_seat, writer);

    public void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_seat);
        _game.SaveState(writer);
    }

    public void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _seat = reader.ReadInt32();
        _game.RestoreState(reader);
    }

    public void Dispose() => _game.Dispose();

    private void PlayOthers()
    {
        while (!HasEnded && _game.AgentSelection != _seat)
        {
            var agent = _game.AgentSelection;
            if (_game.IsTerminated(agent) || _game.IsTruncated(agent))
            {
                _game.Step([]);
                continue;
            }

            var action = _action.AsSpan(0, _game.ActionSpace(agent).RowBytes);
            _others.Act(_game, agent, action);
            _game.Step(action);
        }
    }
}
