using Palestra.Gym;

namespace Corridor;

/// <summary>Walk a corridor to its far end; the floor is slippery. Actions: 0 back, 1 on. Observation: the cell.</summary>
public sealed class CorridorEnv(int length, double slip) : Env<long, long>(new Discrete(2), new Discrete(length))
{
    private int _cell;

    public override StepResult<long> Step(long action)
    {
        var on = (action == 1) != (Random.Random() < slip);
        _cell = Math.Clamp(_cell + (on ? 1 : -1), 0, length - 1);
        var arrived = _cell == length - 1;
        return new(_cell, arrived ? 1 : 0, Terminated: arrived, Truncated: false);
    }

    protected override long OnReset(ParameterValues? options) => _cell = 0;

    protected override void OnSave(BinaryWriter writer) => writer.Write(_cell);

    protected override void OnRestore(BinaryReader reader) => _cell = reader.ReadInt32();
}

public sealed class Environments : IEnvProvider
{
    public IEnumerable<EnvSpec> Specs { get; } =
    [
        new()
        {
            Id = "Corridor-v0",
            Summary = "Walk a slippery corridor to its far end.",
            MaxEpisodeSteps = 200,
            ActionNames = ["back", "on"],
            Parameters =
            [
                ParameterSpec.Int("length", 10, 2, 1000, "Cells of the corridor.", "cells"),
                ParameterSpec.Float("slip", 0.1, 0, 1, "Probability that a step goes the other way.", "probability"),
            ],
            Create = values => new CorridorEnv((int)values.Int("length"), values.Float("slip")),
        },
    ];
}
