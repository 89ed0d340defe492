using System.Buffers.Binary;
using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>
/// A made-up but realistic stream: a random walk on a slippery 8x8 grid with int64 actions and observations, episodes
/// that end, jittered times. The same seed gives the same steps, however they are cut into batches.
/// </summary>
public sealed class Trajectory
{
    public static readonly StreamKey Stream = new("agent_0", 0);

    private readonly List<(long Episode, int Step, long Action, long Observation, double Reward, StepFlags Flags, long TimeUs)> _steps = [];

    public Trajectory(int count, int seed, StreamKey? stream = null, int meanStepUs = 2)
    {
        Key = stream ?? Stream;
        var random = new Random(seed);
        long episode = 0, time = 1_700_000_000_000_000, position = 0;
        var step = 0;
        for (var i = 0; i < count; i++)
        {
            var action = random.Next(4);
            position = Move(position, (action + random.Next(-1, 2)) & 3);
            time += meanStepUs + random.Next(meanStepUs);
            var flags = position == 63 || random.Next(12) == 0 ? StepFlags.Terminated : step == 99 ? StepFlags.Truncated : StepFlags.None;
            _steps.Add((episode, step, action, position, position == 63 ? 1 : 0, flags, time));
            step++;
            if (flags != StepFlags.None)
            {
                (step, position) = (0, 0);
                episode++;
            }
        }
    }

    public StreamKey Key { get; }

    public int Count => _steps.Count;

    /// <summary>Steps by sequence number, both inclusive.</summary>
    public StepBatch Batch(long first, long last) => new()
    {
        Stream = Key,
        FirstSeq = first,
        Episodes = Column(first, last, s => s.Episode),
        Steps = Column(first, last, s => s.Step),
        Rewards = Column(first, last, s => s.Reward),
        Flags = Column(first, last, s => s.Flags),
        TimesUs = Column(first, last, s => s.TimeUs),
        Actions = Int64(Column(first, last, s => s.Action)),
        Observations = Int64(Column(first, last, s => s.Observation)),
    };

    /// <summary>The episodes that end within the range.</summary>
    public IEnumerable<EpisodeFinalized> Episodes(long first, long last)
    {
        for (var seq = first; seq <= last; seq++)
        {
            var end = _steps[(int)seq - 1];
            if (end.Flags == StepFlags.None)
            {
                continue;
            }

            var start = seq - end.Step;
            yield return new EpisodeFinalized
            {
                Stream = Key,
                Episode = end.Episode,
                FirstSeq = start,
                LastSeq = seq,
                Return = _steps[((int)start - 1)..(int)seq].Sum(s => s.Reward),
                Terminated = end.Flags.HasFlag(StepFlags.Terminated),
                Truncated = end.Flags.HasFlag(StepFlags.Truncated),
                Seed = end.Episode == 0 ? 7 : null,
                StartTimeUs = _steps[(int)start - 1].TimeUs,
                EndTimeUs = end.TimeUs,
                Metrics = new Dictionary<string, double> { ["epsilon"] = 1.0 / (end.Episode + 1) },
            };
        }
    }

    /// <summary>All steps in batches of the given sizes, each followed by the episodes that it ended.</summary>
    public IEnumerable<TelemetryEvent> Events(Func<int> batchSize, long first = 1)
    {
        for (var at = first; at <= Count;)
        {
            var last = Math.Min(Count, at + Math.Clamp(batchSize(), 1, StepBatch.MaxCount) - 1);
            yield return Batch(at, last);
            foreach (var episode in Episodes(at, last))
            {
                yield return episode;
            }

            at = last + 1;
        }
    }

    public static StepColumn Int64(long[] values)
    {
        var bytes = new byte[values.Length * 8];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 8), values[i]);
        }

        return StepColumn.Typed(DType.Int64, [], bytes, values.Length);
    }

    private T[] Column<T>(long first, long last, Func<(long Episode, int Step, long Action, long Observation, double Reward, StepFlags Flags, long TimeUs), T> pick) =>
        [.. _steps[((int)first - 1)..(int)last].Select(pick)];

    private static long Move(long position, int direction)
    {
        var (row, column) = (position / 8, position % 8);
        return direction switch
        {
            0 => (row * 8) + Math.Max(0, column - 1),
            1 => (Math.Min(7, row + 1) * 8) + column,
            2 => (row * 8) + Math.Min(7, column + 1),
            _ => (Math.Max(0, row - 1) * 8) + column,
        };
    }
}
