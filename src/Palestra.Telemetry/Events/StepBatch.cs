using System.Runtime.InteropServices;

namespace Palestra.Telemetry;

/// <summary>Flags of one step. On disk and on the wire: never change a value.</summary>
[Flags]
public enum StepFlags : byte
{
    None = 0,
    Terminated = 1,
    Truncated = 2,
}

/// <summary>
/// 1 to <see cref="MaxCount"/> consecutive steps of one stream, as columns. A batch may span episodes. Immutable: the
/// arrays belong to the batch and nobody writes to them after construction, so it can be shared between threads.
/// </summary>
public sealed class StepBatch : TelemetryEvent
{
    /// <summary>Most steps in one batch: also the size of a full block on disk.</summary>
    [NotTunable("Part of the formats on disk and on the wire: the size of a full block.")]
    public const int MaxCount = 4096;

    public override Topics Topic => Topics.Steps;

    public required StreamKey Stream { get; init; }

    /// <summary>Sequence number of the first step; the stream's first step ever has 1.</summary>
    public required long FirstSeq { get; init; }

    public int Count => Rewards.Length;

    public long LastSeq => FirstSeq + Count - 1;

    /// <summary>Episode index of each step, 0-based within the stream.</summary>
    public required long[] Episodes { get; init; }

    /// <summary>Index of each step within its episode, 0-based.</summary>
    public required int[] Steps { get; init; }

    public required double[] Rewards { get; init; }

    public required StepFlags[] Flags { get; init; }

    /// <summary>When each step ended: microseconds since the Unix epoch, by the worker's clock.</summary>
    public required long[] TimesUs { get; init; }

    /// <summary>The action taken in each step.</summary>
    public required StepColumn Actions { get; init; }

    /// <summary>What the environment returned after each action (Gymnasium's <c>step</c>), not before it.</summary>
    public required StepColumn Observations { get; init; }

    /// <summary>Steps that carried an info worth keeping, ascending by index; most batches have none.</summary>
    public IReadOnlyList<StepInfo> Infos { get; init; } = [];

    /// <summary>
    /// Checks that the columns agree with each other. Whether the batch continues its stream is the receiver's
    /// question, not the batch's.
    /// </summary>
    /// <returns><c>null</c>, or one sentence that says what is wrong.</returns>
    public string? Validate()
    {
        if (!Stream.IsValid)
        {
            return $"Stream '{Stream}' is not valid: agent ids have 1 to {StreamKey.MaxAgentIdLength} characters, slots are 0 to {StreamKey.MaxSlot}.";
        }

        if (Count is < 1 or > MaxCount)
        {
            return $"A batch of {Count} steps is not allowed: 1 to {MaxCount}.";
        }

        if (FirstSeq < 1)
        {
            return $"First sequence number {FirstSeq} is not allowed: sequence numbers begin with 1.";
        }

        return LengthOfColumns() ?? Values();
    }

    private string? LengthOfColumns()
    {
        foreach (var (name, length) in new[]
        {
            ("episode", Episodes.Length), ("step", Steps.Length), ("flags", Flags.Length), ("time", TimesUs.Length),
            ("action", Actions.Count), ("observation", Observations.Count),
        })
        {
            if (length != Count)
            {
                return $"Column '{name}' has {length} rows, the reward column {Count}: all columns must have one row per step.";
            }
        }

        return null;
    }

    private string? Values()
    {
        // Every step comes through here: look at many at once, and one by one only to say which is wrong.
        const byte Known = (byte)(StepFlags.Terminated | StepFlags.Truncated);
        var sound = !Episodes.AsSpan().ContainsAnyInRange(long.MinValue, -1) && !Steps.AsSpan().ContainsAnyInRange(int.MinValue, -1)
            && !MemoryMarshal.AsBytes(Flags.AsSpan()).ContainsAnyInRange((byte)(Known + 1), byte.MaxValue);
        for (var i = 0; i < Count && !sound; i++)
        {
            if (Episodes[i] < 0 || Steps[i] < 0)
            {
                return $"Step {FirstSeq + i} has episode {Episodes[i]}, step {Steps[i]}: both count from 0.";
            }

            if ((Flags[i] & ~(StepFlags.Terminated | StepFlags.Truncated)) != 0)
            {
                return $"Step {FirstSeq + i} has flags {(byte)Flags[i]}: 0 to 3 are allowed.";
            }
        }

        var last = -1;
        foreach (var info in Infos)
        {
            if (info.Index <= last || info.Index >= Count)
            {
                return $"An info refers to step index {info.Index} of a batch of {Count}: indices must ascend and exist.";
            }

            last = info.Index;
        }

        return null;
    }
}

/// <summary>The info dictionary of one step of a batch.</summary>
/// <param name="Index">0-based index of the step in its batch.</param>
/// <param name="Json">A UTF-8 JSON object.</param>
public readonly record struct StepInfo(int Index, ReadOnlyMemory<byte> Json);
