using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

/// <summary>
/// A game as somebody else might write it, in which agents leave at different times: who names the number that is drawn for
/// it terminates, and after ten steps the rest is truncated. Everybody is given what it names, and sees the step.
/// </summary>
internal sealed class Survival(int players) : ParallelEnv(
    [.. Enumerable.Range(0, players).Select(i => $"player_{i}")],
    [.. Enumerable.Range(0, players).Select(_ => new Discrete(4, start: 1))],
    [.. Enumerable.Range(0, players).Select(i => new Box(0, 100, [1 + i], ElementType.UInt8))])
{
    private int _step;

    protected override void OnReset() => _step = 0;

    protected override void OnStep(ReadOnlySpan<byte> actions, Span<StepOutcome> outcomes)
    {
        _step++;
        foreach (var agent in Agents)
        {
            var named = Discrete.Read(ActionRows.Of(actions, agent));
            outcomes[agent] = new StepOutcome(named + (agent / 8.0), named == Random.Integers(1, 9), _step == 10);
        }
    }

    protected override void Observe(int agent, Span<byte> observation) => observation.Fill((byte)(_step + agent));

    protected override void OnSave(BinaryWriter writer) => writer.Write(_step);

    protected override void OnRestore(BinaryReader reader) => _step = reader.ReadInt32();
}
