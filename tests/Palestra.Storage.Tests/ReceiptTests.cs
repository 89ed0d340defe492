using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class ReceiptTests
{
    [Fact]
    public void Equal_trajectories_have_equal_receipts_however_they_were_batched_committed_and_reopened()
    {
        var trajectory = new Trajectory(9_500, 3);
        var expected = ReceiptInOneGo(trajectory);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 6; round++)
        {
            using var run = new TempRun { Settings = new StorageSettings { TailSteps = random.Next(1, 500), BlockBytes = random.Next(4096, 200_000) } };
            var file = run.Create();
            var largest = random.Next(2, 3000);
            foreach (var group in trajectory.Events(() => random.Next(1, largest)).Chunk(random.Next(1, 40)))
            {
                Assert.Empty(file.Commit(group, 1).Refusals);
                if (random.Next(10) == 0)
                {
                    file.Dispose();
                    file = run.Open();
                }
            }

            file.Commit([Runs.State(RunState.EXEC, RunState.TERM, RunOutcome.Succeeded)], 2);
            file.Dispose();
            var report = RunVerifier.Verify(run.Folder);
            Assert.True(report.Complete, $"seed {seed}, round {round}: {string.Join(" ", report.Problems)}");
            Assert.True(expected == report.Streams[0].Sha256, $"seed {seed}, round {round}: another receipt");
        }
    }

    [Fact]
    public void A_receipt_ignores_time_and_sees_everything_else()
    {
        var original = new Trajectory(5_000, 3);
        Assert.Equal(ReceiptInOneGo(original), ReceiptInOneGo(new Trajectory(5_000, 3)));
        Assert.NotEqual(ReceiptInOneGo(original), ReceiptInOneGo(new Trajectory(5_000, 4)));
        Assert.NotEqual(ReceiptInOneGo(original), ReceiptInOneGo(new Trajectory(4_999, 3)));

        var batch = original.Batch(1, 100);
        var value = Of(batch);
        Assert.Equal(value, Of(With(batch, times: new long[100])));
        Assert.NotEqual(value, Of(With(batch, rewards: [.. batch.Rewards[..99], 0.5])));
        Assert.NotEqual(value, Of(With(batch, actions: Trajectory.Int64(new long[100]))));
        Assert.NotEqual(value, Of(With(batch, actions: StepColumn.Typed(DType.UInt64, [], batch.Actions.Data, 100))));
    }

    [Fact]
    public void The_documented_example_has_the_documented_receipt()
    {
        // docs/formats/receipt.md, "Example"; computed there with Python's hashlib.
        var batch = new StepBatch
        {
            Stream = new StreamKey("agent_0", 0),
            FirstSeq = 1,
            Episodes = [0, 0],
            Steps = [0, 1],
            Rewards = [0.0, 1.0],
            Flags = [StepFlags.None, StepFlags.Terminated],
            TimesUs = [5, 6],
            Actions = Trajectory.Int64([2, 1]),
            Observations = Trajectory.Int64([4, 8]),
        };
        Assert.Equal("c32c546fbe0c3479b8551fb8bbee624c44fc6c0b3d21fb183df0066d2927ec61", Of(batch));
    }

    private static string Of(StepBatch batch)
    {
        using var hash = new ReceiptHash();
        hash.Append(batch);
        return Convert.ToHexStringLower(hash.Value);
    }

    private static string ReceiptInOneGo(Trajectory trajectory)
    {
        using var hash = new ReceiptHash();
        for (var at = 1; at <= trajectory.Count; at += 4096)
        {
            hash.Append(trajectory.Batch(at, Math.Min(trajectory.Count, at + 4095)));
        }

        return Convert.ToHexStringLower(hash.Value);
    }

    private static StepBatch With(StepBatch batch, long[]? times = null, double[]? rewards = null, StepColumn? actions = null) => new()
    {
        Stream = batch.Stream,
        FirstSeq = batch.FirstSeq,
        Episodes = batch.Episodes,
        Steps = batch.Steps,
        Rewards = rewards ?? batch.Rewards,
        Flags = batch.Flags,
        TimesUs = times ?? batch.TimesUs,
        Actions = actions ?? batch.Actions,
        Observations = batch.Observations,
    };
}
