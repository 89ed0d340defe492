namespace Palestra.Telemetry;

/// <summary>
/// Names a stream inside a run: the ordered steps of one agent in one environment slot. The run itself is implied,
/// since a RunBus, a run file and a session each belong to exactly one run.
/// </summary>
/// <param name="AgentId">Which agent, for example <c>agent_0</c>. 1 to 64 characters.</param>
/// <param name="Slot">Which environment of the run, 0 to 65,535.</param>
public readonly record struct StreamKey(string AgentId, int Slot) : IComparable<StreamKey>
{
    public const string DefaultAgent = "agent_0";
    [NotTunable("Part of the formats on disk and on the wire.")]
    public const int MaxAgentIdLength = 64;
    public const int MaxSlot = ushort.MaxValue;

    public bool IsValid => AgentId is { Length: > 0 and <= MaxAgentIdLength } && Slot is >= 0 and <= MaxSlot;

    public int CompareTo(StreamKey other)
    {
        var byAgent = string.CompareOrdinal(AgentId, other.AgentId);
        return byAgent != 0 ? byAgent : Slot.CompareTo(other.Slot);
    }

    public override string ToString() => $"{AgentId}/{Slot}";
}
