using System.Text.Json;
using Google.Protobuf;
using Palestra.Telemetry;

namespace Palestra.Wire.Tests;

public sealed class WireMapTests
{
    private const int Seed = 31415;
    private const int Rounds = 500;

    [Fact]
    public void A_step_batch_comes_back_as_it_was_sent()
    {
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var sent = Samples.Batch(random, round == 0 ? StepBatch.MaxCount : null);
            var (received, error) = WireMap.FromProto(V1.StepBatch.Parser.ParseFrom(WireMap.ToProto(sent).ToByteArray()));
            Assert.True(error is null, $"seed {Seed}, round {round}: {error}");
            Assert.Null(received!.Validate());
            Assert.Equal(sent.Stream, received.Stream);
            Assert.Equal(sent.FirstSeq, received.FirstSeq);
            Assert.Equal(sent.Episodes, received.Episodes);
            Assert.Equal(sent.Steps, received.Steps);
            Assert.Equal(sent.Rewards, received.Rewards);
            Assert.Equal(sent.Flags, received.Flags);
            Assert.Equal(sent.TimesUs, received.TimesUs);
            AssertEqual(sent.Actions, received.Actions);
            AssertEqual(sent.Observations, received.Observations);
            Assert.Equal(sent.Infos.Select(i => (i.Index, Convert.ToHexString(i.Json.Span))), received.Infos.Select(i => (i.Index, Convert.ToHexString(i.Json.Span))));
        }
    }

    [Fact]
    public void The_other_events_come_back_as_they_were_sent()
    {
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var episode = Samples.Episode(random);
            AssertSame(episode, WireMap.FromProto(V1.EpisodeFinalized.Parser.ParseFrom(WireMap.ToProto(episode).ToByteArray())));
            var log = Samples.Log(random);
            AssertSame(log, WireMap.FromProto(V1.LogRecord.Parser.ParseFrom(WireMap.ToProto(log).ToByteArray())));
            var heartbeat = Samples.Heartbeat(random);
            AssertSame(heartbeat, WireMap.FromProto(V1.Heartbeat.Parser.ParseFrom(WireMap.ToProto(heartbeat).ToByteArray())));
        }
    }

    [Fact]
    public void The_enumerations_of_wire_and_telemetry_are_the_same()
    {
        Assert.Equal(
            Enum.GetValues<DType>().Select(t => ((int)t, t.ToString().ToUpperInvariant())),
            Enum.GetValues<V1.DType>().Where(t => t != V1.DType.Unspecified).Select(t => ((int)t, t.ToString().ToUpperInvariant())));
        Assert.Equal(
            Enum.GetValues<LogSeverity>().Select(s => ((int)s, s.ToString())),
            Enum.GetValues<V1.Severity>().Where(s => s != V1.Severity.Unspecified).Select(s => ((int)s, s.ToString())));
    }

    [Fact]
    public void Typed_columns_are_not_copied()
    {
        byte[] data = [1, 2, 3, 4];
        var column = StepColumn.Typed(DType.UInt8, [], data, data.Length);
        data[2] = 42;
        Assert.Equal(42, WireMap.ToProto(column).Data[2]);
    }

    public static TheoryData<string, Action<V1.StepBatch>> BadBatches => new()
    {
        { "Agent id '' has 0 characters: 1 to 64", b => b.AgentId = "" },
        { "has 65 characters: 1 to 64", b => b.AgentId = new string('a', 65) },
        { "Slot 65536 of agent 'agent_0' is not allowed: 0 to 65535", b => b.Slot = 65536 },
        { "A batch of 0 steps is not allowed: 1 to 4096", b => b.Rewards.Clear() },
        { "A batch of 4097 steps is not allowed: 1 to 4096", b => b.Rewards.AddRange(new double[4094]) },
        { "First sequence number 0 is not allowed", b => b.FirstSeq = 0 },
        { "First sequence number 18446744073709551615 is not allowed", b => b.FirstSeq = ulong.MaxValue },
        { "Field 'episodes' has 2 entries and 'rewards' has 3", b => b.Episodes.RemoveAt(0) },
        { "Field 'steps' has 4 entries and 'rewards' has 3", b => b.Steps.Add(1) },
        { "Field 'flags' has 0 entries", b => b.Flags = ByteString.Empty },
        { "Field 'times_us' has 2 entries", b => b.TimesUs.RemoveAt(0) },
        { "The reward of step 12 is NaN", b => b.Rewards[2] = double.NaN },
        { "The reward of step 11 is -Infinity", b => b.Rewards[1] = double.NegativeInfinity },
        { "The flags of step 11 are 4: 0 (neither)", b => b.Flags = ByteString.CopyFrom(0, 4, 1) },
        { "Step 10 has episode 9223372036854775808, step 0", b => b.Episodes[0] = 1UL << 63 },
        { "Step 12 has episode 0, step 2147483648", b => b.Steps[2] = 1U << 31 },
        { "The batch has no action column.", b => b.Actions = null },
        { "The batch has no observation column.", b => b.Observations = null },
        { "Element type 0 of the action column is unknown", b => b.Actions.Dtype = V1.DType.Unspecified },
        { "Element type 12 of the action column is unknown", b => b.Actions.Dtype = (V1.DType)12 },
        { "Element type 257 of the action column is unknown", b => b.Actions.Dtype = (V1.DType)257 },
        { "The action column has 23 bytes: 3 rows of Int64 [ ] have 24.", b => b.Actions.Data = ByteString.CopyFrom(new byte[23]) },
        { "is not allowed: extents are at least 1", b => b.Actions.Shape.Add(0) },
        { "a row has at most 2147483647 bytes", b => b.Actions.Shape.AddRange([uint.MaxValue, uint.MaxValue, uint.MaxValue]) },
        { "has 65 dimensions: at most 64", b => b.Actions.Shape.AddRange(Enumerable.Repeat(1U, 65)) },
        { "has 1 JSON rows: only JSON columns may", b => b.Actions.Json.Add("1") },
        { "Byte 1 of the action column is 2: BOOL", b => { b.Actions.Dtype = V1.DType.Bool; b.Actions.Data = ByteString.CopyFrom(1, 2, 0); } },
        { "The observation column has 2 JSON rows, the batch 3 steps", b => b.Observations.Json.RemoveAt(0) },
        { "type JSON and has 'data' or 'shape'", b => b.Observations.Data = ByteString.CopyFrom(1) },
        { "Row 1 of the observation column is not valid JSON: {\"open\"", b => b.Observations.Json[1] = "{\"open\"" },
        { "Row 0 of the observation column is not valid JSON", b => b.Observations.Json[0] = "" },
        { "Row 2 of the observation column is not valid JSON: 1 2", b => b.Observations.Json[2] = "1 2" },
        { "Row 2 of the observation column is not valid JSON: NaN", b => b.Observations.Json[2] = "NaN" },
        { "Row 0 of the observation column is not valid JSON", b => b.Observations.Json[0] = new string('[', 100_000) },
        { "Info 1 belongs to step index 1", b => b.Infos.Add([new V1.StepInfo { Index = 1, Json = "{}" }, new V1.StepInfo { Index = 1, Json = "{}" }]) },
        { "Info 0 belongs to step index 3 of a batch of 3", b => b.Infos.Add(new V1.StepInfo { Index = 3, Json = "{}" }) },
        { "The batch has 4 infos for 3 steps", b => b.Infos.Add(Enumerable.Repeat(new V1.StepInfo { Json = "{}" }, 4)) },
        { "The info of step index 0 is not a JSON object", b => b.Infos.Add(new V1.StepInfo { Json = "[]" }) },
    };

    [Theory]
    [MemberData(nameof(BadBatches), DisableDiscoveryEnumeration = true)]
    public void A_batch_that_breaks_the_rules_gets_a_sentence(string sentence, Action<V1.StepBatch> damage)
    {
        var message = GoodBatch();
        Assert.Null(WireMap.FromProto(message).Error);
        damage(message);
        var (value, error) = WireMap.FromProto(message);
        Assert.Null(value);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.True(error!.Length < 400, $"The sentence has {error.Length} characters.");
    }

    [Fact]
    public void Other_messages_that_break_the_rules_get_a_sentence()
    {
        static V1.EpisodeFinalized Episode() => new() { AgentId = "a", Episode = 7, FirstSeq = 1, LastSeq = 9 };
        static V1.Heartbeat Heartbeat() => new() { ComponentId = "worker" };
        static V1.LogRecord Log() => new() { Id = "LOG_X", Component = "worker", Severity = V1.Severity.Info };
        Assert.Null(WireMap.FromProto(Episode()).Error);
        Assert.Null(WireMap.FromProto(Heartbeat()).Error);
        Assert.Null(WireMap.FromProto(Log()).Error);

        string?[] errors =
        [
            With(Episode(), e => e.FirstSeq = 0), With(Episode(), e => e.LastSeq = 0), With(Episode(), e => e.LastSeq = ulong.MaxValue),
            With(Episode(), e => e.Episode = ulong.MaxValue), With(Episode(), e => e.Return = double.NaN), With(Episode(), e => e.AgentId = ""),
            With(Episode(), e => e.Metrics.Add("loss", double.PositiveInfinity)), With(Episode(), e => e.Metrics.Add("", 1)),
            With(Episode(), e => e.InitialObservationJson = "[1,"),
            With(Heartbeat(), h => h.ComponentId = ""), With(Heartbeat(), h => h.Total = ulong.MaxValue), With(Heartbeat(), h => h.LagMs = -1),
            With(Heartbeat(), h => h.Figures.Add("x", double.NaN)), With(Heartbeat(), h => h.UnacknowledgedSteps = ulong.MaxValue),
            With(Log(), l => l.Id = ""), With(Log(), l => l.Component = new string('c', 65)), With(Log(), l => l.Severity = V1.Severity.Unspecified),
            With(Log(), l => l.Severity = (V1.Severity)5), With(Log(), l => l.AgentId = new string('a', 65)),
        ];
        Assert.All(errors, Assert.NotNull);
        Assert.Contains("Metric 'loss' of episode 7 is Infinity", string.Join('\n', errors), StringComparison.Ordinal);

        static string? With<T>(T message, Action<T> damage)
        {
            damage(message);
            return message switch
            {
                V1.EpisodeFinalized e => WireMap.FromProto(e).Error,
                V1.Heartbeat h => WireMap.FromProto(h).Error,
                V1.LogRecord l => WireMap.FromProto(l).Error,
                _ => throw new ArgumentOutOfRangeException(nameof(message)),
            };
        }
    }

    internal static V1.StepBatch GoodBatch() => new()
    {
        AgentId = "agent_0",
        FirstSeq = 10,
        Episodes = { 0, 0, 0 },
        Steps = { 0, 1, 2 },
        Rewards = { 0, 0.5, 1 },
        Flags = ByteString.CopyFrom(0, 0, 1),
        TimesUs = { 1, 2, 3 },
        Actions = new V1.Column { Dtype = V1.DType.Int64, Data = ByteString.CopyFrom(new byte[24]) },
        Observations = new V1.Column { Dtype = V1.DType.Json, Json = { "1", "[2]", "{\"x\":3}" } },
    };

    private static void AssertEqual(StepColumn expected, StepColumn actual)
    {
        Assert.True(expected.HasSameLayoutAs(actual));
        Assert.Equal(expected.Count, actual.Count);
        Assert.True(expected.Data.Span.SequenceEqual(actual.Data.Span));
        Assert.Equal(expected.JsonEnds, actual.JsonEnds);
    }

    private static void AssertSame<T>(T expected, (T? Value, string? Error) actual)
    {
        Assert.True(actual.Error is null, $"seed {Seed}: {actual.Error}");
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual.Value));
    }
}
