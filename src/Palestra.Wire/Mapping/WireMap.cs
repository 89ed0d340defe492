using Palestra.Telemetry;

namespace Palestra.Wire;

/// <summary>
/// Between the messages of <c>palestra.v1</c> and the events of telemetry. Whatever a peer sends, <c>FromProto</c>
/// answers with either a valid event or one sentence that says what is wrong; it never throws. Thread-safe.
/// </summary>
public static partial class WireMap
{
    /// <summary>Longest component name, log id and the like, in characters.</summary>
    [NotTunable("Part of the contract with workers.")]
    public const int MaxNameLength = 64;

    private static string? StreamError(string agentId, uint slot) =>
        agentId.Length is 0 or > StreamKey.MaxAgentIdLength
            ? $"Agent id '{Shortened(agentId)}' has {agentId.Length} characters: 1 to {StreamKey.MaxAgentIdLength} are allowed."
        : slot > StreamKey.MaxSlot ? $"Slot {slot} of agent '{agentId}' is not allowed: 0 to {StreamKey.MaxSlot} are."
        : null;

    private static string? NameError(string what, string name) =>
        name.Length is 0 or > MaxNameLength
            ? $"{what} '{Shortened(name)}' has {name.Length} characters: 1 to {MaxNameLength} are allowed."
            : null;

    /// <summary>Sentences stay readable whatever a peer sends.</summary>
    private static string Shortened(string text) => text.Length <= MaxNameLength ? text : text[..MaxNameLength] + "…";
}
