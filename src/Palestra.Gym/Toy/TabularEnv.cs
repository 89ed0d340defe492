using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Palestra.Gym.Toy;

/// <summary>
/// Base of an environment that moves by its <see cref="TransitionTable"/>: actions and observations are the table's own
/// numbers. What an environment keeps besides goes into the hooks. Not thread-safe.
/// </summary>
public abstract class TabularEnv : Env<long, long>, ITabularEnv
{
    private double _probability = 1;

    protected TabularEnv(TransitionTable table)
        : base(new Discrete((table ?? throw new ArgumentNullException(nameof(table))).Actions), new Discrete(table.States)) => P = table;

    public TransitionTable P { get; }

    /// <summary>The present state, as the table numbers it.</summary>
    protected int StateIndex { get; set; }

    /// <summary>-1 before the first.</summary>
    protected int LastAction { get; private set; } = -1;

    public override StepResult<long> Step(long action)
    {
        ref readonly var outcome = ref Go(action);
        return new StepResult<long>(outcome.NextState, outcome.Reward, outcome.Terminated, false);
    }

    public sealed override void WriteInfo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("prob", _probability);
        WriteMoreInfo(writer);
        writer.WriteEndObject();
    }

    /// <summary>Draws what an action leads to and goes there.</summary>
    // Inlined, so that an environment with a step of its own pays for no second call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref readonly Transition Go(long action)
    {
        ref readonly var outcome = ref P.Draw(StateIndex, (int)action, Random);
        StateIndex = outcome.NextState;
        _probability = outcome.Probability;
        LastAction = (int)action;
        return ref outcome;
    }

    protected override long OnReset(ParameterValues? options)
    {
        _probability = 1;
        LastAction = -1;
        return StateIndex = P.DrawInitial(Random);
    }

    protected sealed override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(StateIndex);
        writer.Write(LastAction);
        SaveMore(writer);
        writer.Write(_probability);
    }

    protected sealed override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        StateIndex = reader.ReadInt32();
        LastAction = reader.ReadInt32();
        RestoreMore(reader);
        _probability = reader.ReadDouble();
    }

    /// <summary>Writes what the info has besides the probability of the last outcome.</summary>
    protected virtual void WriteMoreInfo(Utf8JsonWriter writer)
    {
    }

    /// <summary>Writes what the state has besides that of the table.</summary>
    protected virtual void SaveMore(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="SaveMore"/> wrote.</summary>
    protected virtual void RestoreMore(BinaryReader reader)
    {
    }
}
