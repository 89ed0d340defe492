using Palestra.Storage;
using Palestra.Telemetry;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Tests;

/// <summary>Measured faults of the original that no other test is about; docs/faults-of-the-original.md lists all of them.</summary>
public sealed class FaultsOfTheOriginalTests
{
    /// <summary>Fault 2: two runs with equal episodes and steps became one.</summary>
    [Fact]
    public async Task Two_runs_with_the_same_episodes_keep_all_their_steps_observations_times_and_episodes()
    {
        await using var daemon = await TestDaemon.StartAsync();
        foreach (var name in new[] { "one", "two" })
        {
            await daemon.SubmitAsync(name);
            await using var worker = daemon.Worker(name);
            await worker.HelloAsync();
            await worker.StepsAsync(1, 100, ends: true);
            await worker.EpisodeAsync(0, 1, 100);
            await worker.FinishAsync(100, 1);
            await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
        }

        foreach (var name in new[] { "one", "two" })
        {
            var receipt = RunVerifier.Verify(daemon.Root.Run(RunId.Parse(name)));
            Assert.True(receipt.Complete, string.Join(" ", receipt.Problems));
            Assert.Equal((100, 1), (receipt.Steps, receipt.Episodes));
            using var reader = RunReader.Open(daemon.Root.Run(RunId.Parse(name)));
            var expected = Wire.WireMap.FromProto(ScriptedWorker.Steps(1, 100, ends: true)).Value!;
            var seen = reader.ReadSteps(expected.Stream, 1, 1000).ToArray();
            Assert.Equal(expected.TimesUs, seen.SelectMany(b => b.TimesUs));
            Assert.Equal(expected.Observations.Data.ToArray(), seen.SelectMany(b => b.Observations.Data.ToArray()));
        }
    }

    /// <summary>Faults 3 and 21: two agents in one episode lost half their steps, and a name with a hyphen its episodes.</summary>
    [Fact]
    public async Task Agents_with_the_same_episodes_and_any_names_are_streams_of_their_own()
    {
        string[] agents = ["cleanrl-worker", "run-1-ep000007", "größe/ 1"];
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("agents");
        await using var worker = daemon.Worker("agents");
        await worker.HelloAsync();
        foreach (var agent in agents)
        {
            var steps = ScriptedWorker.Steps(1, 20, ends: true);
            steps.AgentId = agent;
            await worker.SendAsync(new Proto.WorkerMessage { Steps = steps });
            await worker.SendAsync(new Proto.WorkerMessage
            {
                Episode = new Proto.EpisodeFinalized { AgentId = agent, FirstSeq = 1, LastSeq = 20, Return = 20, Terminated = true },
            });
        }

        var finished = new Proto.Finished { Outcome = Proto.Outcome.Succeeded };
        finished.Totals.AddRange(agents.Select(a => new Proto.StreamTotal { AgentId = a, LastSeq = 20, Episodes = 1 }));
        await worker.SendAsync(new Proto.WorkerMessage { Finished = finished });
        await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
        var receipt = RunVerifier.Verify(daemon.Root.Run(RunId.Parse("agents")));
        Assert.True(receipt.Complete, string.Join(" ", receipt.Problems));
        Assert.Equal((60, 3), (receipt.Steps, receipt.Episodes));
        Assert.Equal(agents.Order(StringComparer.Ordinal), receipt.Streams.Select(s => s.AgentId).Order(StringComparer.Ordinal));
    }

    /// <summary>Fault 12: a line of more than 64 KiB, or one that was no object, hung worker and run.</summary>
    [Fact]
    public async Task Whatever_a_worker_prints_is_taken_as_it_is_and_its_run_ends()
    {
        string[] odd = ["[1, 2]", "42", "null", "{\"reward\": \"abc\"}", "{\"reward\":", "{\"episode_index\": -1, \"type\": \"step\"}"];
        const int LongLine = 300_000;
        const int Lines = 20_000;
        await using var daemon = await TestDaemon.StartAsync(
            ["/bin/sh", "-c", $"head -c {LongLine} /dev/zero | tr '\\0' x; echo; cat <<'END'\n{string.Join('\n', odd)}\nEND\nseq 1 {Lines}; seq 1 {Lines} >&2", "worker"]);
        await daemon.SubmitAsync("talker");
        Assert.Contains("exit code 0", (await daemon.WaitForAsync("talker", "FAULT")).Reason, StringComparison.Ordinal);

        var printed = Printed(daemon, "talker", LogIds.WorkerStdout);
        var cut = printed.FindIndex(line => line == odd[0]);
        Assert.Equal(new string('x', LongLine), string.Concat(printed.Take(cut)));
        Assert.Equal([.. odd, .. Enumerable.Range(1, Lines).Select(i => $"{i}")], printed.Skip(cut));
        Assert.Equal(Enumerable.Range(1, Lines).Select(i => $"{i}"), Printed(daemon, "talker", LogIds.WorkerStderr));
    }

    /// <summary>Fault 12, the other way round: a worker that prints for ever must not keep its supervisor from anything else.</summary>
    [Fact]
    public async Task A_worker_that_prints_without_end_can_be_stopped_and_its_log_says_where_the_rest_is()
    {
        await using var daemon = await TestDaemon.StartAsync(
            ["/bin/sh", "-c", "while :; do echo again; done", "worker"], settings: ("trainer.max_output_lines", "700"));
        await daemon.SubmitAsync("babbler");
        var folder = daemon.Root.Run(RunId.Parse("babbler"));
        await Eventually.TrueAsync(() => Printed(daemon, "babbler", LogIds.WorkerOutputCut).Count > 0, () => "The output was never cut.");
        Assert.Equal(202, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/babbler/stop")).Status);
        Assert.Equal("cancelled", (await daemon.WaitForAsync("babbler", "TERM")).Outcome);

        Assert.Equal(Enumerable.Repeat("again", 700), Printed(daemon, "babbler", LogIds.WorkerStdout));
        Assert.Contains(folder.StdoutFile, Assert.Single(Printed(daemon, "babbler", LogIds.WorkerOutputCut)), StringComparison.Ordinal);
        Assert.InRange(File.ReadLines(folder.StdoutFile).Count(), 701, long.MaxValue);
    }

    /// <summary>Fault 16: to archive a run deleted it. Here nothing but its removal takes anything from a run that has ended.</summary>
    [Fact]
    public async Task Nothing_that_can_be_asked_of_an_ended_run_takes_anything_from_it()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            VerifyReport before;
            await using (var daemon = await TestDaemon.StartAsync(root: root))
            {
                await daemon.SubmitAsync("kept");
                await using (var worker = daemon.Worker("kept"))
                {
                    await worker.HelloAsync();
                    await worker.StepsAsync(1, 300, ends: true);
                    await worker.EpisodeAsync(0, 1, 300);
                    await worker.FinishAsync(300, 1);
                    await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
                }

                await daemon.WaitForAsync("kept", "TERM");
                before = RunVerifier.Verify(root.Run(RunId.Parse("kept")));
                foreach (var request in new[] { "stop", "pause", "resume", "rate", "telemetry-mode", "archive" })
                {
                    var (status, _, _) = await daemon.SendAsync(HttpMethod.Post, $"/api/v1/runs/kept/{request}", "{}");
                    Assert.InRange(status, 400, 499);
                }

                var again = await daemon.SendAsync(
                    HttpMethod.Post, "/api/v1/runs", """{"env_id": "FrozenLake-v1", "algorithm": "random", "run_id": "kept"}""");
                Assert.InRange(again.Status, 400, 499);
            }

            await using var next = await TestDaemon.StartAsync(root: root);
            Assert.Equal("TERM", (await next.RunAsync("kept")).Status);
            var after = RunVerifier.Verify(root.Run(RunId.Parse("kept")));
            Assert.True(after.Complete, string.Join(" ", after.Problems));
            Assert.Equal((300, 1), (after.Steps, after.Episodes));
            Assert.Equal(before.Streams.Select(s => s.Sha256), after.Streams.Select(s => s.Sha256));
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    /// <summary>Fault 6: the check of heartbeats died at its first run, and a working one would have killed every run.</summary>
    [Fact]
    public async Task A_silent_worker_is_shown_as_stalled_then_as_back_and_its_run_goes_on()
    {
        await using var daemon = await TestDaemon.StartAsync(settings: [("telemetry.heartbeat_interval", "0.05"), ("telemetry.heartbeat_stalled_after", "1")]);
        await daemon.SubmitAsync("silent");
        await using var worker = daemon.Worker("silent");
        await worker.HelloAsync();
        await LoggedAsync(daemon, "silent", LogIds.HeartbeatStalled);
        await worker.SendAsync(new Proto.WorkerMessage { Heartbeat = new Proto.Heartbeat { ComponentId = "worker" } });
        await LoggedAsync(daemon, "silent", LogIds.HeartbeatResumed);
        await worker.StepsAsync(1, 10);
        await worker.AcknowledgedAsync(10);
        Assert.Equal("EXEC", (await daemon.RunAsync("silent")).Status);
    }

    /// <summary>Fault 7: a run that ended while others were looked at ended all supervision.</summary>
    [Fact]
    public async Task Runs_that_come_and_go_do_not_disturb_the_supervision_of_each_other()
    {
        await using var daemon = await TestDaemon.StartAsync(["/bin/sh", "-c", "exit 3", "worker"], settings: ("trainer.max_running", "3"));
        await Task.WhenAll(Enumerable.Range(0, 15).Select(i => daemon.SubmitAsync($"brief-{i}")));
        for (var i = 0; i < 15; i++)
        {
            Assert.Contains("exit code 3", (await daemon.WaitForAsync($"brief-{i}", "FAULT")).Reason, StringComparison.Ordinal);
        }

        await daemon.SubmitAsync("afterwards");
        await daemon.WaitForAsync("afterwards", "FAULT");
    }

    /// <summary>Fault 10: a request that failed, or had run once, could never run again.</summary>
    [Fact]
    public async Task A_request_can_run_again_unchanged_and_one_that_was_refused_leaves_nothing()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var refused = await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", """{"env_id": "FrozenLake-v1", "algorithm": "random", "run_id": "again", "episodes": 0}""");
        Assert.Equal(400, refused.Status);
        await daemon.SubmitAsync("again");

        const string Request = """{"env_id": "FrozenLake-v1", "algorithm": "random", "seed": 7}""";
        var ids = new HashSet<string?>();
        for (var i = 0; i < 3; i++)
        {
            var (status, run, _) = await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs", Request);
            Assert.Equal(201, status);
            ids.Add(run.GetProperty("run_id").GetString());
        }

        Assert.Equal(3, ids.Count);
    }

    /// <summary>Fault 20: whoever reached the port could have any program executed.</summary>
    [Theory]
    [InlineData("command")]
    [InlineData("script")]
    [InlineData("entry_point")]
    [InlineData("environment")]
    public async Task No_request_can_name_a_program_or_its_environment(string field)
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (status, body, _) = await daemon.SendAsync(
            HttpMethod.Post, "/api/v1/runs", $$"""{"env_id": "FrozenLake-v1", "algorithm": "random", "{{field}}": "/bin/true"}""");
        Assert.Equal(400, status);
        Assert.True(body.GetProperty("errors").TryGetProperty(field, out _), body.ToString());
    }

    private static Task LoggedAsync(TestDaemon daemon, string runId, LogId id) => Eventually.TrueAsync(
        async () => (await daemon.GetAsync($"/api/v1/runs/{runId}/logs")).GetProperty("logs").EnumerateArray().Any(l => l.GetProperty("id").GetString() == id.Id),
        () => $"The log of run '{runId}' never said {id}.");

    /// <summary>Messages of one id in the log of a run, oldest first.</summary>
    private static List<string> Printed(TestDaemon daemon, string run, LogId id)
    {
        using var reader = RunReader.Open(daemon.Root.Run(RunId.Parse(run)));
        var found = new List<string>();
        long? cursor = null;
        do
        {
            var page = reader.Logs(1000, cursor);
            found.AddRange(page.Logs.Where(row => row.Record.Id == id.Id).Select(row => row.Record.Message));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        found.Reverse();
        return found;
    }
}
