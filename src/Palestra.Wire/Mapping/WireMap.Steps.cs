using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Palestra.Telemetry;

namespace Palestra.Wire;

public static partial class WireMap
{
    private const byte HighestFlags = (byte)(StepFlags.Terminated | StepFlags.Truncated);

    /// <summary>The message shares the bytes of the batch's columns; neither may be changed afterwards.</summary>
    public static V1.StepBatch ToProto(StepBatch batch)
    {
        var message = new V1.StepBatch
        {
            AgentId = batch.Stream.AgentId,
            Slot = (uint)batch.Stream.Slot,
            FirstSeq = (ulong)batch.FirstSeq,
            Flags = ByteString.CopyFrom(MemoryMarshal.AsBytes(batch.Flags.AsSpan())),
            Actions = ToProto(batch.Actions),
            Observations = ToProto(batch.Observations),
        };

        // Signed and unsigned arrays of one width are interchangeable to the runtime, and no value here is negative.
        message.Episodes.AddRange(Unsafe.As<ulong[]>(batch.Episodes));
        message.Steps.AddRange(Unsafe.As<uint[]>(batch.Steps));
        message.Rewards.AddRange(batch.Rewards);
        message.TimesUs.AddRange(batch.TimesUs);
        foreach (var info in batch.Infos)
        {
            message.Infos.Add(new V1.StepInfo { Index = (uint)info.Index, Json = Utf8.GetString(info.Json.Span) });
        }

        return message;
    }

    /// <summary>The batch takes over the bytes of the message's columns: the message may be read, not changed, afterwards.</summary>
    public static (StepBatch? Value, string? Error) FromProto(V1.StepBatch message)
    {
        var error = StreamError(message.AgentId, message.Slot) ?? SizeError(message);
        if (error is not null)
        {
            return (null, error);
        }

        var count = message.Rewards.Count;
        var firstSeq = (long)message.FirstSeq;
        var rewards = new double[count];
        message.Rewards.CopyTo(rewards, 0);
        var times = new long[count];
        message.TimesUs.CopyTo(times, 0);
        var flags = MemoryMarshal.Cast<byte, StepFlags>(message.Flags.Span).ToArray();
        error = Counters(message, firstSeq, out var episodes, out var steps)
            ?? RewardError(rewards, firstSeq)
            ?? FlagsError(message.Flags.Span, firstSeq);
        if (error is not null)
        {
            return (null, error);
        }

        var (actions, actionError) = Column(message.Actions, "action", count);
        var (observations, observationError) = actionError is null ? Column(message.Observations, "observation", count) : default;
        var (infos, infoError) = actionError is null && observationError is null ? Infos(message.Infos, count) : default;
        if ((actionError ?? observationError ?? infoError) is { } columnError)
        {
            return (null, columnError);
        }

        return (new StepBatch
        {
            Stream = new StreamKey(message.AgentId, (int)message.Slot),
            FirstSeq = firstSeq,
            Episodes = episodes,
            Steps = steps,
            Rewards = rewards,
            Flags = flags,
            TimesUs = times,
            Actions = actions!,
            Observations = observations!,
            Infos = infos!,
        }, null);
    }

    private static string? SizeError(V1.StepBatch message)
    {
        var count = message.Rewards.Count;
        return count is 0 or > StepBatch.MaxCount ? $"A batch of {count} steps is not allowed: 1 to {StepBatch.MaxCount} are."
            : message.FirstSeq is 0 or > long.MaxValue - StepBatch.MaxCount
                ? $"First sequence number {message.FirstSeq} is not allowed: 1 to {long.MaxValue - StepBatch.MaxCount} are."
            : LengthError("episodes", message.Episodes.Count, count)
                ?? LengthError("steps", message.Steps.Count, count)
                ?? LengthError("flags", message.Flags.Length, count)
                ?? LengthError("times_us", message.TimesUs.Count, count);
    }

    private static string? LengthError(string field, int length, int count) =>
        length == count ? null : $"Field '{field}' has {length} entries and 'rewards' has {count}: each needs one per step.";

    private static string? RewardError(double[] rewards, long firstSeq)
    {
        for (var i = 0; i < rewards.Length; i++)
        {
            if (!double.IsFinite(rewards[i]))
            {
                return $"The reward of step {firstSeq + i} is {rewards[i]}: rewards must be finite numbers.";
            }
        }

        return null;
    }

    private static string? FlagsError(ReadOnlySpan<byte> flags, long firstSeq)
    {
        var bad = flags.IndexOfAnyExceptInRange((byte)0, HighestFlags);
        return bad < 0 ? null : $"The flags of step {firstSeq + bad} are {flags[bad]}: 0 (neither), 1 (terminated), 2 (truncated) and 3 (both) are allowed.";
    }

    private static string? Counters(V1.StepBatch message, long firstSeq, out long[] episodes, out int[] steps)
    {
        episodes = new long[message.Episodes.Count];
        message.Episodes.CopyTo(Unsafe.As<ulong[]>(episodes), 0);
        steps = new int[message.Steps.Count];
        message.Steps.CopyTo(Unsafe.As<uint[]>(steps), 0);
        for (var i = 0; i < episodes.Length; i++)
        {
            if (episodes[i] < 0 || steps[i] < 0)
            {
                return $"Step {firstSeq + i} has episode {message.Episodes[i]}, step {message.Steps[i]}: at most {long.MaxValue} and {int.MaxValue} are allowed.";
            }
        }

        return null;
    }
}
