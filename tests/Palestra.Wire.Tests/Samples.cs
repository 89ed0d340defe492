using System.Text;
using Palestra.Telemetry;

namespace Palestra.Wire.Tests;

/// <summary>Valid events of every shape, drawn from a seeded generator.</summary>
internal static class Samples
{
    private static readonly DType[] Types = [.. Enum.GetValues<DType>()];

    public static StepBatch Batch(Random random, int? count = null)
    {
        var n = count ?? random.Next(1, 40);
        return new StepBatch
        {
            Stream = new StreamKey(random.Next(3) == 0 ? "ägent_🎮" : "agent_0", random.Next(StreamKey.MaxSlot + 1)),
            FirstSeq = random.NextInt64(1, long.MaxValue - StepBatch.MaxCount),
            Episodes = [.. Enumerable.Range(0, n).Select(_ => random.NextInt64(0, long.MaxValue))],
            Steps = [.. Enumerable.Range(0, n).Select(_ => random.Next())],
            Rewards = [.. Enumerable.Range(0, n).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)))],
            Flags = [.. Enumerable.Range(0, n).Select(_ => (StepFlags)random.Next(4))],
            TimesUs = [.. Enumerable.Range(0, n).Select(_ => random.NextInt64())],
            Actions = Column(random, n),
            Observations = Column(random, n),
            Infos = [.. Enumerable.Range(0, n).Where(_ => random.Next(5) == 0).Select(i => new StepInfo(i, Encoding.UTF8.GetBytes($$"""{"lives":{{i}}}""")))],
        };
    }

    public static StepColumn Column(Random random, int count)
    {
        var dtype = Types[random.Next(Types.Length)];
        if (dtype == DType.Json)
        {
            string[] values = ["1", "-2.5e3", "null", "\"grün 🎲\"", "[1, [2, 3]]", """{"a":{"b":[true,false]}}""", " 7 "];
            var rows = Enumerable.Range(0, count).Select(_ => Encoding.UTF8.GetBytes(values[random.Next(values.Length)])).ToArray();
            var end = 0;
            return StepColumn.Json(rows.SelectMany(r => r).ToArray(), [.. rows.Select(r => end += r.Length)]);
        }

        int[] shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(1, 5))];
        var data = new byte[count * dtype.SizeBytes() * shape.Aggregate(1, (a, b) => a * b)];
        random.NextBytes(data);
        if (dtype == DType.Bool)
        {
            data = [.. data.Select(b => (byte)(b & 1))];
        }

        return StepColumn.Typed(dtype, shape, data, count);
    }

    public static EpisodeFinalized Episode(Random random)
    {
        var first = random.NextInt64(1, long.MaxValue);
        return new EpisodeFinalized
        {
            Stream = new StreamKey("agent_0", random.Next(9)),
            Episode = random.NextInt64(),
            FirstSeq = first,
            LastSeq = random.NextInt64(first, long.MaxValue),
            Return = random.NextDouble(),
            Terminated = random.Next(2) == 0,
            Truncated = random.Next(2) == 0,
            Seed = random.Next(2) == 0 ? (ulong)random.NextInt64() : null,
            StartTimeUs = random.NextInt64(),
            EndTimeUs = random.NextInt64(),
            InitialObservationJson = random.Next(2) == 0 ? "[0.1, 2]" : null,
            Metrics = random.Next(2) == 0 ? new Dictionary<string, double> { ["epsilon"] = random.NextDouble(), ["loss"] = -1e300 } : [],
        };
    }

    public static LogRecord Log(Random random) => new()
    {
        TimeUs = random.NextInt64(),
        Severity = (LogSeverity)random.Next(1, 5),
        Id = "LOG_WORKER_STDOUT",
        Component = "worker",
        Message = random.Next(3) == 0 ? "" : "Zeile mit Umlaut ü",
        AgentId = random.Next(2) == 0 ? "agent_1" : null,
    };

    public static Heartbeat Heartbeat(Random random) => new()
    {
        ComponentId = "worker",
        LastSeq = random.NextInt64(),
        Total = random.NextInt64(),
        Dropped = random.NextInt64(),
        LagMs = random.NextDouble() * 1000,
        TimeUs = random.NextInt64(),
    };
}
