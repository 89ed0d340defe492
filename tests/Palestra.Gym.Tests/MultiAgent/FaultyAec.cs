using System.Text.Json;
using Palestra.Gym.MultiAgent;

namespace Palestra.Gym.Tests.MultiAgent;

/// <summary>Connect Four with one fault, as a third-party environment might have it.</summary>
internal sealed class FaultyAec(string fault) : IAecEnv
{
    private static int _made;

    private readonly IAecEnv _inner = MultiAgentRegistry.Default.MakeAec("ConnectFour-v0");
    private readonly int _salt = Interlocked.Increment(ref _made);

    public MultiAgentSpec Spec => _inner.Spec;

    public IReadOnlyList<string> PossibleAgents => fault == "names" ? ["a", "a"] : _inner.PossibleAgents;

    public ReadOnlySpan<int> Agents => _inner.Agents;

    public NumpyRandom Random => _inner.Random;

    public int AgentSelection => _inner.AgentSelection;

    public Space ActionSpace(int agent) => _inner.ActionSpace(agent);

    public Space ObservationSpace(int agent) => _inner.ObservationSpace(agent);

    public ReadOnlySpan<sbyte> ActionMask(int agent) => fault == "mask" ? _inner.ActionMask(agent)[..3] : _inner.ActionMask(agent);

    public void Reset(ulong? seed = null) => _inner.Reset(seed);

    public void Observe(int agent, Span<byte> observation)
    {
        _inner.Observe(agent, observation);
        observation[0] = fault switch
        {
            "space" => 2,
            "seed" => (byte)(_salt & 1),
            _ => observation[0],
        };
    }

    public double Reward(int agent) => _inner.Reward(agent);

    public double CumulativeReward(int agent) => fault == "cumulative" ? 2 * _inner.CumulativeReward(agent) : _inner.CumulativeReward(agent);

    public bool IsTerminated(int agent) => _inner.IsTerminated(agent);

    public bool IsTruncated(int agent) => _inner.IsTruncated(agent);

    public void Step(ReadOnlySpan<byte> action)
    {
        var agent = AgentSelection;
        if (fault == "dead" && agent >= 0 && IsTerminated(agent))
        {
            action = [];
        }

        if (fault == "alive" && action.IsEmpty && agent >= 0 && !IsTerminated(agent))
        {
            return;
        }

        if (fault == "crash" && action.Length > 8)
        {
            throw new InvalidOperationException("not a sentence of ours");
        }

        _inner.Step(action);
        while (fault == "vanish" && AgentSelection >= 0 && IsTerminated(AgentSelection))
        {
            _inner.Step([]);
        }
    }

    public void WriteInfo(int agent, Utf8JsonWriter writer) => _inner.WriteInfo(agent, writer);

    public void SaveState(BinaryWriter writer) => _inner.SaveState(writer);

    public void RestoreState(BinaryReader reader)
    {
        if (fault != "restore")
        {
            _inner.RestoreState(reader);
        }
    }

    public void Dispose() => _inner.Dispose();
}
