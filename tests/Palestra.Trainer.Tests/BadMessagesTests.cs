using Google.Protobuf;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Tests;

/// <summary>
/// What a broken worker may send, at the real port of a real daemon, beside a healthy run that streams all the while:
/// each gets a defined answer, the broken run can go on with its next session, and the neighbour is complete (P-ISLAND).
/// </summary>
public sealed class BadMessagesTests
{
    private const int MaxMessageBytes = 64 << 10;

    public static TheoryData<string, GrpcStatusCode, string> Refused => new()
    {
        { "gap", GrpcStatusCode.InvalidArgument, "Steps 11 to 20 of stream agent_0/0 are missing" },
        { "sequence number 0", GrpcStatusCode.InvalidArgument, "First sequence number 0 is not allowed" },
        { "sequence number beyond all", GrpcStatusCode.InvalidArgument, "First sequence number 18446744073709551615 is not allowed" },
        { "slot of no environment", GrpcStatusCode.InvalidArgument, "Stream agent_0/1 is unknown" },
        { "slot beyond all", GrpcStatusCode.InvalidArgument, "Slot 4294967295 of agent 'agent_0' is not allowed" },
        { "agent without a name", GrpcStatusCode.InvalidArgument, "Agent id '' has 0 characters" },
        { "new stream in its middle", GrpcStatusCode.InvalidArgument, "Steps 1 to 10 of stream agent_9/0 are missing" },
        { "episode of a stream without steps", GrpcStatusCode.InvalidArgument, "only 0 steps were sent before it" },
        { "episode of no environment", GrpcStatusCode.InvalidArgument, "Stream agent_0/1 is unknown" },
        { "episode that skips one", GrpcStatusCode.InvalidArgument, "Episode 3 of stream agent_0/0 is not the next one" },
        { "column too short for its shape", GrpcStatusCode.InvalidArgument, "The observation column has 8 bytes" },
        { "shape of no size", GrpcStatusCode.InvalidArgument, "extents are at least 1" },
        { "shape of too many bytes", GrpcStatusCode.InvalidArgument, "is not allowed" },
        { "element type nobody knows", GrpcStatusCode.InvalidArgument, "Element type 77 of the action column is unknown" },
        { "column left out", GrpcStatusCode.InvalidArgument, "The batch has no action column" },
        { "reward left out", GrpcStatusCode.InvalidArgument, "each needs one per step" },
        { "JSON that is none", GrpcStatusCode.InvalidArgument, "is not valid JSON" },
        { "NaN reward", GrpcStatusCode.InvalidArgument, "The reward of step 11 is NaN" },
        { "infinite reward", GrpcStatusCode.InvalidArgument, "The reward of step 11 is" },
        { "NaN return", GrpcStatusCode.InvalidArgument, "The return of episode 0 is NaN" },
        { "batch over 4,096 steps", GrpcStatusCode.InvalidArgument, "A batch of 4097 steps is not allowed" },
        { "empty batch", GrpcStatusCode.InvalidArgument, "A batch of 0 steps is not allowed" },
        { "message over the limit", GrpcStatusCode.ResourceExhausted, "is too large: at most 65536" },
        { "message without a body", GrpcStatusCode.InvalidArgument, "A message without a body" },
        { "second hello", GrpcStatusCode.InvalidArgument, "Hello was said already" },
        { "totals of steps never sent", GrpcStatusCode.InvalidArgument, "The totals of stream agent_0/0 are 99 steps" },
        { "totals of a stream nobody knows", GrpcStatusCode.InvalidArgument, "The totals of stream agent_5/0" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_message_that_breaks_the_rules_ends_its_session_with_a_sentence_and_nothing_else(string what, GrpcStatusCode code, string part)
    {
        await using var daemon = await StartAsync();
        await using var neighbour = await Neighbour.StartAsync(daemon);
        await daemon.SubmitAsync("broken");
        await using (var worker = daemon.Worker("broken"))
        {
            await worker.HelloAsync();
            await worker.StepsAsync(1, 10);
            await worker.AcknowledgedAsync(10);
            await worker.SendAsync(Bad(what));
            var status = await worker.EndAsync();
            Assert.True(status.Code == code, $"{status}");
            Assert.Contains(part, status.Detail, StringComparison.Ordinal);
        }

        // P-COUNT: counted, and in the log of the run.
        var link = (await daemon.GetAsync("/api/v1/system")).GetProperty("runs").EnumerateArray()
            .Single(r => r.GetProperty("run_id").GetString() == "broken").GetProperty("link");
        Assert.Equal(1, link.GetProperty("rejected_messages").GetInt64());

        await using (var again = daemon.Worker("broken"))
        {
            var welcome = await again.HelloAsync();
            Assert.Equal((10ul, 0ul), (Assert.Single(welcome.Positions).DurableSeq, welcome.Positions[0].DurableEpisodes));
            await again.StepsAsync(11, 10, step: 10, ends: true);
            await again.EpisodeAsync(0, 1, 20);
            await again.FinishAsync(20, 1);
            await again.HearAsync(m => m.Farewell is not null, "a Farewell");
        }

        AssertComplete(daemon, "broken", 20);
        await neighbour.AssertCompleteAsync();
    }

    [Fact]
    public async Task Steps_that_were_taken_already_are_counted_and_ignored_whatever_they_say_now()
    {
        await using var daemon = await StartAsync();
        await using var neighbour = await Neighbour.StartAsync(daemon);
        await daemon.SubmitAsync("forger");
        await using var worker = daemon.Worker("forger");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 20, reward: 1);
        await worker.AcknowledgedAsync(20);
        await worker.StepsAsync(5, 10, step: 4, reward: -100);
        await worker.StepsAsync(21, 5, step: 20, ends: true);
        await worker.EpisodeAsync(0, 1, 25);
        await worker.FinishAsync(25, 1);
        await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
        AssertComplete(daemon, "forger", 25);
        using var reader = RunReader.Open(daemon.Root.Run(RunId.Parse("forger")));
        Assert.All(reader.ReadSteps(new StreamKey(StreamKey.DefaultAgent, 0), 1, 100), b => Assert.All(b.Rewards, r => Assert.Equal(1, r)));
        await neighbour.AssertCompleteAsync();
    }

    [Fact]
    public async Task A_shape_that_changes_in_the_middle_of_a_stream_is_recorded_as_it_came()
    {
        await using var daemon = await StartAsync();
        await using var neighbour = await Neighbour.StartAsync(daemon);
        await daemon.SubmitAsync("shifty");
        await using var worker = daemon.Worker("shifty");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 10);
        var wider = ScriptedWorker.Steps(11, 10, step: 10, ends: true);
        wider.Observations = new Proto.Column { Dtype = Proto.DType.Float32, Shape = { 2 }, Data = ByteString.CopyFrom(new byte[10 * 2 * 4]) };
        await worker.SendAsync(new Proto.WorkerMessage { Steps = wider });
        await worker.EpisodeAsync(0, 1, 20);
        await worker.FinishAsync(20, 1);
        await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
        AssertComplete(daemon, "shifty", 20);
        using var reader = RunReader.Open(daemon.Root.Run(RunId.Parse("shifty")));
        var layouts = reader.ReadSteps(new StreamKey(StreamKey.DefaultAgent, 0), 1, 100).Select(b => (b.FirstSeq, b.Count, b.Observations.DType)).ToArray();
        Assert.Equal([(1, 10, DType.Int64), (11, 10, DType.Float32)], layouts);
        await neighbour.AssertCompleteAsync();
    }

    [Fact]
    public async Task A_clock_that_runs_backwards_is_recorded_as_it_was_and_no_figure_breaks()
    {
        await using var daemon = await StartAsync();
        await using var neighbour = await Neighbour.StartAsync(daemon);
        await daemon.SubmitAsync("backwards");
        await using var worker = daemon.Worker("backwards");
        await worker.HelloAsync();
        var batch = ScriptedWorker.Steps(1, 20, ends: true);
        for (var i = 0; i < 20; i++)
        {
            batch.TimesUs[i] = i == 10 ? long.MinValue : 5_000_000 - (i * 1000);
        }

        await worker.SendAsync(new Proto.WorkerMessage { Steps = batch });
        await worker.SendAsync(new Proto.WorkerMessage
        {
            Episode = WireMap.ToProto(new EpisodeFinalized
            {
                Stream = new StreamKey(StreamKey.DefaultAgent, 0), Episode = 0, FirstSeq = 1, LastSeq = 20, Return = 20,
                Terminated = true, Truncated = false, StartTimeUs = 9_000_000, EndTimeUs = 1_000_000,
            }),
        });
        await worker.SendAsync(new Proto.WorkerMessage { Heartbeat = new Proto.Heartbeat { ComponentId = "worker", TimeUs = -1, LastSeq = 20 } });
        await worker.AcknowledgedAsync(20);
        foreach (var path in new[] { "", "/episodes", "/series?metric=return", "/series?metric=steps_per_second", "/logs", "/states" })
        {
            await daemon.GetAsync($"/api/v1/runs/backwards{path}");
        }

        await worker.FinishAsync(20, 1);
        await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
        AssertComplete(daemon, "backwards", 20);
        using var reader = RunReader.Open(daemon.Root.Run(RunId.Parse("backwards")));
        Assert.Equal(batch.TimesUs, Assert.Single(reader.ReadSteps(new StreamKey(StreamKey.DefaultAgent, 0), 1, 100)).TimesUs);
        await neighbour.AssertCompleteAsync();
    }

    [Theory]
    [InlineData("steps")]
    [InlineData("episode")]
    [InlineData("steps that are known")]
    public async Task After_its_end_a_run_takes_nothing_more_and_its_state_stays(string what)
    {
        await using var daemon = await StartAsync();
        await using var neighbour = await Neighbour.StartAsync(daemon);
        await daemon.SubmitAsync("over");
        await using (var worker = daemon.Worker("over"))
        {
            await worker.HelloAsync();
            await worker.StepsAsync(1, 10, ends: true);
            await worker.EpisodeAsync(0, 1, 10);
            await worker.FinishAsync(10, 1);
            await worker.HearAsync(m => m.Farewell is not null, "a Farewell");

            // Still on the line, and a sign of life is no offence.
            await worker.SendAsync(new Proto.WorkerMessage { Heartbeat = new Proto.Heartbeat { ComponentId = "worker", LastSeq = 10 } });
            await worker.SendAsync(what switch
            {
                "steps" => new Proto.WorkerMessage { Steps = ScriptedWorker.Steps(11, 5, episode: 1) },
                "steps that are known" => new Proto.WorkerMessage { Steps = ScriptedWorker.Steps(6, 5, step: 5, ends: true) },
                _ => new Proto.WorkerMessage { Episode = new Proto.EpisodeFinalized { AgentId = "agent_0", Episode = 1, FirstSeq = 1, LastSeq = 10 } },
            });
            var status = await worker.EndAsync();
            Assert.Equal(GrpcStatusCode.FailedPrecondition, status.Code);
            Assert.Contains("Run 'over' has ended", status.Detail, StringComparison.Ordinal);
        }

        var run = await daemon.RunAsync("over");
        Assert.Equal(("TERM", "succeeded", 10, 1), (run.Status, run.Outcome, run.Steps, run.Episodes));
        AssertComplete(daemon, "over", 10);
        await neighbour.AssertCompleteAsync();
    }

    private static Task<TestDaemon> StartAsync() => TestDaemon.StartAsync(settings: ("wire.max_message_bytes", $"{MaxMessageBytes}"));

    private static Proto.WorkerMessage Bad(string what)
    {
        var next = ScriptedWorker.Steps(11, 2, step: 10);
        var steps = new Proto.WorkerMessage { Steps = next };
        var episode = new Proto.EpisodeFinalized { AgentId = "agent_0", Episode = 0, FirstSeq = 1, LastSeq = 10, Terminated = true };
        switch (what)
        {
            case "gap": next.FirstSeq = 21; return steps;
            case "sequence number 0": next.FirstSeq = 0; return steps;
            case "sequence number beyond all": next.FirstSeq = ulong.MaxValue; return steps;
            case "slot of no environment": (next.Slot, next.FirstSeq) = (1, 1); return steps;
            case "slot beyond all": next.Slot = uint.MaxValue; return steps;
            case "agent without a name": next.AgentId = ""; return steps;
            case "new stream in its middle": next.AgentId = "agent_9"; return steps;
            case "episode of a stream without steps": episode.AgentId = "agent_9"; return new Proto.WorkerMessage { Episode = episode };
            case "episode of no environment": episode.Slot = 1; return new Proto.WorkerMessage { Episode = episode };
            case "episode that skips one": episode.Episode = 3; return new Proto.WorkerMessage { Episode = episode };
            case "column too short for its shape": next.Observations.Data = ByteString.CopyFrom(new byte[8]); return steps;
            case "shape of no size": next.Observations.Shape.Add(0); return steps;
            case "shape of too many bytes": next.Observations.Shape.AddRange([1u << 30, 1u << 30]); return steps;
            case "element type nobody knows": next.Actions.Dtype = (Proto.DType)77; return steps;
            case "column left out": next.Actions = null; return steps;
            case "reward left out": next.Rewards.RemoveAt(1); return steps;
            case "JSON that is none": next.Actions = new Proto.Column { Dtype = Proto.DType.Json, Json = { "1", "{" } }; return steps;
            case "NaN reward": next.Rewards[0] = double.NaN; return steps;
            case "infinite reward": next.Rewards[0] = double.NegativeInfinity; return steps;
            case "NaN return": episode.Return = double.NaN; return new Proto.WorkerMessage { Episode = episode };
            case "batch over 4,096 steps": next.Rewards.AddRange(Enumerable.Repeat(0.0, StepBatch.MaxCount - 1)); return steps;
            case "empty batch": return new Proto.WorkerMessage { Steps = new Proto.StepBatch { AgentId = "agent_0", FirstSeq = 11 } };
            case "message over the limit": next.Observations.Data = ByteString.CopyFrom(new byte[MaxMessageBytes]); return steps;
            case "message without a body": return new Proto.WorkerMessage();
            case "second hello": return new Proto.WorkerMessage { Hello = new Proto.Hello { RunId = "broken", Protocol = 1 } };
            case "totals of steps never sent": return Totals("agent_0", 99);
            case "totals of a stream nobody knows": return Totals("agent_5", 7);
            default: throw new ArgumentOutOfRangeException(nameof(what), what, "Nobody knows how to do that.");
        }
    }

    private static Proto.WorkerMessage Totals(string agent, ulong lastSeq) => new()
    {
        Finished = new Proto.Finished { Outcome = Proto.Outcome.Succeeded, Totals = { new Proto.StreamTotal { AgentId = agent, LastSeq = lastSeq } } },
    };

    private static void AssertComplete(TestDaemon daemon, string runId, long steps)
    {
        var receipt = RunVerifier.Verify(daemon.Root.Run(RunId.Parse(runId)));
        Assert.True(receipt.Complete, $"{runId}: {string.Join(" ", receipt.Problems)}");
        Assert.Equal(steps, receipt.Steps);
    }

    /// <summary>A run that streams one short episode after the other in one session until it is asked how it fared.</summary>
    private sealed class Neighbour : IAsyncDisposable
    {
        private const int EpisodeSteps = 10;
        private readonly TestDaemon _daemon;
        private readonly ScriptedWorker _worker;
        private readonly CancellationTokenSource _enough = new();
        private readonly Task<long> _streaming;

        private Neighbour(TestDaemon daemon, ScriptedWorker worker)
        {
            (_daemon, _worker) = (daemon, worker);
            _streaming = Task.Run(StreamAsync);
        }

        public static async Task<Neighbour> StartAsync(TestDaemon daemon)
        {
            await daemon.SubmitAsync("neighbour");
            var worker = daemon.Worker("neighbour");
            await worker.HelloAsync();
            return new Neighbour(daemon, worker);
        }

        public async Task AssertCompleteAsync()
        {
            Assert.Equal("EXEC", (await _daemon.RunAsync("neighbour")).Status);
            await _enough.CancelAsync();
            var episodes = await _streaming;
            await _worker.FinishAsync(episodes * EpisodeSteps, episodes);
            await _worker.HearAsync(m => m.Farewell is not null, "a Farewell for the neighbour");
            AssertComplete(_daemon, "neighbour", episodes * EpisodeSteps);
        }

        public async ValueTask DisposeAsync()
        {
            await _enough.CancelAsync();
            await ((Task)_streaming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _worker.DisposeAsync();
            _enough.Dispose();
        }

        private async Task<long> StreamAsync()
        {
            var episode = 0L;
            do
            {
                var first = (episode * EpisodeSteps) + 1;
                await _worker.StepsAsync(first, EpisodeSteps, episode, ends: true);
                await _worker.EpisodeAsync(episode, first, first + EpisodeSteps - 1);
                await _worker.AcknowledgedAsync(first + EpisodeSteps - 1);
                episode++;
            }
            while (!_enough.IsCancellationRequested);
            return episode;
        }
    }
}
