using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Tests;

/// <summary>The slow lane as a worker sees it, against a real daemon.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task A_run_goes_from_submission_to_its_end_and_its_record_is_complete()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("whole", ("episodes", 2));
        await using var worker = daemon.Worker("whole");
        var welcome = await worker.HelloAsync();
        Assert.Empty(welcome.Positions);
        Assert.True(welcome.CreditSteps >= StepBatch.MaxCount);
        Assert.Equal("RDY", (await daemon.RunAsync("whole")).Status);

        await worker.StepsAsync(1, 100, ends: true);
        await worker.EpisodeAsync(0, 1, 100);
        await worker.StepsAsync(101, 50, episode: 1, ends: true);
        await worker.EpisodeAsync(1, 101, 150);
        await daemon.WaitForAsync("whole", "EXEC");
        await worker.FinishAsync(150, 2);
        await worker.HearAsync(m => m.Farewell is not null, "a Farewell");

        var run = await daemon.RunAsync("whole");
        Assert.Equal(("TERM", "succeeded", 150, 2), (run.Status, run.Outcome, run.Steps, run.Episodes));
        var receipt = RunVerifier.Verify(daemon.Root.Run(RunId.Parse("whole")));
        Assert.True(receipt.Complete, string.Join(" ", receipt.Problems));
        Assert.Equal(150, receipt.Steps);
        var states = (await daemon.GetAsync("/api/v1/runs/whole/states")).GetProperty("states").EnumerateArray().Select(s => s.GetProperty("to").GetString());
        Assert.Equal(["INIT", "HSHK", "RDY", "EXEC", "TERM"], states);
    }

    /// <summary>P-ACK: an acknowledgement says that the steps are on disk.</summary>
    [Fact]
    public async Task What_is_acknowledged_can_be_read_from_the_file_at_that_moment()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("acks");
        await using var worker = daemon.Worker("acks");
        await worker.HelloAsync();
        for (var first = 1L; first < 2000; first += 100)
        {
            await worker.StepsAsync(first, 100);
            await worker.AcknowledgedAsync(first + 99);
            using var reader = RunReader.Open(daemon.Root.Run(RunId.Parse("acks")));
            Assert.True(reader.Streams()[0].LastSeq >= first + 99);
        }
    }

    [Fact]
    public async Task Steps_that_come_again_are_counted_and_ignored_and_a_batch_that_is_partly_new_gives_its_end()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("again");
        await using var worker = daemon.Worker("again");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 100);
        await worker.StepsAsync(1, 100);
        await worker.StepsAsync(51, 100, step: 50, ends: true);
        await worker.EpisodeAsync(0, 1, 150);
        await worker.EpisodeAsync(0, 1, 150);
        await worker.FinishAsync(150, 1);
        await worker.HearAsync(m => m.Farewell is not null, "a Farewell");

        var receipt = RunVerifier.Verify(daemon.Root.Run(RunId.Parse("again")));
        Assert.True(receipt.Complete, string.Join(" ", receipt.Problems));
        Assert.Equal((150, 0, 0), (receipt.Steps, receipt.Streams[0].Gaps, receipt.Streams[0].Duplicates));
        var link = (await daemon.GetAsync("/api/v1/system")).GetProperty("runs")[0].GetProperty("link");
        Assert.Equal(150, link.GetProperty("duplicate_steps").GetInt64());
        Assert.Equal(150, link.GetProperty("received_steps").GetInt64());
    }

    /// <summary>P-GAP: a batch that skips steps ends the session; the run goes on with the next one.</summary>
    [Fact]
    public async Task A_gap_ends_the_session_and_the_resend_heals_it()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("gap");
        await using (var worker = daemon.Worker("gap"))
        {
            await worker.HelloAsync();
            await worker.StepsAsync(1, 10);
            await worker.AcknowledgedAsync(10);
            await worker.StepsAsync(21, 10);
            var status = await worker.EndAsync();
            Assert.Equal(GrpcStatusCode.InvalidArgument, status.Code);
            Assert.Contains("Steps 11 to 20 of stream agent_0/0 are missing", status.Detail, StringComparison.Ordinal);
        }

        await using var again = daemon.Worker("gap");
        var welcome = await again.HelloAsync();
        Assert.Equal(10ul, Assert.Single(welcome.Positions).DurableSeq);
        await again.StepsAsync(11, 20);
        await again.AcknowledgedAsync(30);
        Assert.Equal("EXEC", (await daemon.RunAsync("gap")).Status);
        var link = (await daemon.GetAsync("/api/v1/system")).GetProperty("runs")[0].GetProperty("link");
        Assert.Equal(1, link.GetProperty("rejected_messages").GetInt64());
        Assert.Equal(2, link.GetProperty("sessions").GetInt64());
    }

    [Fact]
    public async Task Content_that_breaks_the_rules_is_refused_with_a_sentence_and_noted_in_the_log_of_the_run()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("bad");
        await using (var worker = daemon.Worker("bad"))
        {
            await worker.HelloAsync();
            var batch = ScriptedWorker.Steps(1, 3);
            batch.Rewards.RemoveAt(2);
            await worker.SendAsync(new Proto.WorkerMessage { Steps = batch });
            Assert.Equal(GrpcStatusCode.InvalidArgument, (await worker.EndAsync()).Code);
        }

        await using var again = daemon.Worker("bad");
        await again.HelloAsync();
        await again.StepsAsync(1, 3);
        await again.AcknowledgedAsync(3);
        var logs = (await daemon.GetAsync("/api/v1/runs/bad/logs?severity=warning")).GetProperty("logs").EnumerateArray().ToArray();
        Assert.Contains(logs, l => l.GetProperty("id").GetString() == LogIds.MessageRejected.Id);
    }

    [Theory]
    [InlineData("nobody", null, GrpcStatusCode.NotFound)]
    [InlineData("known", "wrong", GrpcStatusCode.Unauthenticated)]
    [InlineData("../etc", null, GrpcStatusCode.InvalidArgument)]
    public async Task A_stranger_is_told_why_it_may_not_enter(string runId, string? token, GrpcStatusCode expected)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("known");
        await using var worker = daemon.Worker(runId, token);
        await Assert.ThrowsAsync<InvalidOperationException>(worker.HelloAsync);
        Assert.Equal(expected, (await worker.EndAsync()).Code);
    }

    [Fact]
    public async Task A_new_session_takes_the_place_of_the_old_one()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("two");
        await using var first = daemon.Worker("two");
        await first.HelloAsync();
        await first.StepsAsync(1, 10);
        await first.AcknowledgedAsync(10);
        await using var second = daemon.Worker("two");
        var welcome = await second.HelloAsync();
        Assert.Equal(10ul, Assert.Single(welcome.Positions).DurableSeq);
        Assert.Equal(GrpcStatusCode.Aborted, (await first.EndAsync()).Code);
        await second.StepsAsync(11, 10);
        await second.AcknowledgedAsync(20);
    }

    /// <summary>P-ACK, P-CALM: the successor of a daemon knows what is on disk and takes the rest.</summary>
    [Fact]
    public async Task After_a_restart_the_worker_resumes_where_the_disk_ends()
    {
        var root = TestDaemon.NewRoot();
        try
        {
            await using (var daemon = await TestDaemon.StartAsync(root: root, stopWorkers: false))
            {
                await daemon.SubmitAsync("phoenix");
                await using var worker = daemon.Worker("phoenix");
                await worker.HelloAsync();
                await worker.StepsAsync(1, 100, ends: true);
                await worker.EpisodeAsync(0, 1, 100);
                await worker.AcknowledgedAsync(100);
            }

            await using var next = await TestDaemon.StartAsync(root: root);
            var taken = await next.RunAsync("phoenix");
            Assert.Equal(("EXEC", true), (taken.Status, taken.Worker.Alive));
            Assert.False((await next.GetAsync("/api/v1/system")).GetProperty("runs")[0].GetProperty("link").GetProperty("connected").GetBoolean());

            await using var again = next.Worker("phoenix");
            var welcome = await again.HelloAsync();
            var position = Assert.Single(welcome.Positions);
            Assert.Equal((100ul, 1ul), (position.DurableSeq, position.DurableEpisodes));
            await again.StepsAsync(101, 50, episode: 1, ends: true);
            await again.EpisodeAsync(1, 101, 150);
            await again.FinishAsync(150, 2);
            await again.HearAsync(m => m.Farewell is not null, "a Farewell");
            var receipt = RunVerifier.Verify(root.Run(RunId.Parse("phoenix")));
            Assert.True(receipt.Complete, string.Join(" ", receipt.Problems));
            Assert.Equal(150, receipt.Steps);
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public async Task A_session_of_a_run_that_has_ended_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("over");
        await using (var worker = daemon.Worker("over"))
        {
            await worker.HelloAsync();
            await worker.SendAsync(new Proto.WorkerMessage { Finished = new Proto.Finished { Outcome = Proto.Outcome.Succeeded } });
            await worker.HearAsync(m => m.Farewell is not null, "a Farewell");
        }

        await using var late = daemon.Worker("over");
        await Assert.ThrowsAsync<InvalidOperationException>(late.HelloAsync);
        Assert.Equal(GrpcStatusCode.FailedPrecondition, (await late.EndAsync()).Code);
    }

    [Fact]
    public async Task Totals_that_do_not_match_what_was_sent_do_not_end_the_run()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("short");
        await using var worker = daemon.Worker("short");
        await worker.HelloAsync();
        await worker.StepsAsync(1, 10);
        await worker.FinishAsync(12, 0);
        var status = await worker.EndAsync();
        Assert.Equal(GrpcStatusCode.InvalidArgument, status.Code);
        Assert.Contains("12 steps", status.Detail, StringComparison.Ordinal);
        Assert.Equal("EXEC", (await daemon.RunAsync("short")).Status);
    }

    [Fact]
    public async Task Pause_resume_rate_and_single_steps_reach_the_worker_and_a_later_session_hears_them_again()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SubmitAsync("control");
        await using (var worker = daemon.Worker("control"))
        {
            await worker.HelloAsync();
            await worker.StepsAsync(1, 1);
            await daemon.WaitForAsync("control", "EXEC");
            Assert.Equal(202, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/control/pause")).Status);
            await worker.HearAsync(m => m.Pause is not null, "Pause");
            await worker.SendAsync(new Proto.WorkerMessage { State = new Proto.StateReport { Paused = true } });
            await daemon.WaitForAsync("control", "PAUSE");
            Assert.Equal(202, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/control/step", """{"count": 3}""")).Status);
            Assert.Equal(3u, (await worker.HearAsync(m => m.TakeSteps is not null, "TakeSteps")).TakeSteps.Count);
            Assert.Equal(202, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/control/rate", """{"rate_hz": 12.5}""")).Status);
            Assert.Equal(12.5, (await worker.HearAsync(m => m.Rate is not null, "Rate")).Rate.RateHz);
        }

        await using var again = daemon.Worker("control");
        var welcome = await again.HelloAsync();
        Assert.Equal((true, 12.5), (welcome.Paused, welcome.RateHz));
        Assert.Equal(202, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/control/resume")).Status);
        await again.HearAsync(m => m.Resume is not null, "Resume");
        await again.SendAsync(new Proto.WorkerMessage { State = new Proto.StateReport { Paused = false } });
        await daemon.WaitForAsync("control", "EXEC");
        Assert.Equal(409, (await daemon.SendAsync(HttpMethod.Post, "/api/v1/runs/control/resume")).Status);
    }
}
