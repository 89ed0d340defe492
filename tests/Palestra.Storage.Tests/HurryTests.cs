using System.Diagnostics;
using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>When steps pile up they are written with less compression, and by several threads; nothing else changes.</summary>
public sealed class HurryTests
{
    private const int Steps = (5 * 4096) + 2000;

    private static readonly StepBatch[] Noise = [.. MakeNoise(Steps + 4096)];

    [Fact]
    public async Task Blocks_of_a_hurry_and_of_calm_follow_each_other_in_one_file()
    {
        using var run = new TempRun { Settings = new StorageSettings { HurrySteps = 10_000, BlocksAhead = 3 } };
        var first = Noise.TakeWhile(batch => batch.LastSeq <= Steps).ToArray();
        using (var file = run.Create())
        {
            Assert.Equal(Steps, file.Commit(first, 1).NewSteps);
            Assert.Equal(6, file.Db.Scalar("SELECT count(*) FROM blocks WHERE encoding = 3"));
            Assert.Equal(5, file.Db.Scalar("SELECT count(*) FROM blocks WHERE sealed = 1"));
        }

        using (var file = run.Open())
        {
            // The unsealed rest is written again as part of a block, now in calm: with the other encoding.
            foreach (var batch in Noise[first.Length..])
            {
                file.Commit([batch], batch.LastSeq);
            }

            Assert.Equal(5, file.Db.Scalar("SELECT count(*) FROM blocks WHERE encoding = 3"));
        }

        AssertIsWhole(run);
        await AssertPythonReadsAsync(run);
    }

    [Fact]
    public void A_transaction_abandoned_while_blocks_are_being_encoded_leaves_nothing_and_is_repeated()
    {
        for (var at = 0; at < 12; at++)
        {
            using var run = new TempRun { Settings = new StorageSettings { HurrySteps = 1, BlocksAhead = 1 + (at % 4) } };
            using var file = run.Create();
            var statement = 0;
            file.BeforeStatement = _ =>
            {
                if (statement++ == at)
                {
                    throw new InvalidOperationException("abandoned");
                }
            };
            try
            {
                file.Commit(Noise, 7);
            }
            catch (InvalidOperationException)
            {
                Assert.True(file.DurableBusSeq == 0, $"statement {at}");
            }

            file.BeforeStatement = null;
            file.Commit(Noise, 7);
            AssertIsWhole(run);
        }
    }

    [Fact]
    public void Planes_of_few_values_take_the_bits_they_need_even_in_a_hurry()
    {
        var random = new Random(22);
        var builder = new StepBatchBuilder(Trajectory.Stream, ColumnLayout.Typed(DType.Int64), ColumnLayout.Typed(DType.Int64), maxCount: 4096);
        while (!builder.IsFull)
        {
            builder.Add(
                BitConverter.GetBytes(random.NextInt64(4)), 0, StepFlags.None, 1000 + builder.Count, BitConverter.GetBytes(random.NextInt64(64)), 0, builder.Count);
        }

        var batch = builder.Build();
        var encoder = new BlockEncoder(System.IO.Compression.CompressionLevel.Optimal);
        var payload = encoder.Encode(batch, hurry: true).ToArray();

        // 2 bits of action and 6 of observation are a byte for each step.
        Assert.InRange(payload.Length, batch.Count, batch.Count * 5 / 4);
        Assert.Equal(BlockEncoder.PlanesCoded, encoder.Encoding);
        Runs.AssertSame(batch, BlockDecoder.Decode(Trajectory.Stream, 1, encoder.Encoding, payload));
    }

    private static void AssertIsWhole(TempRun run)
    {
        using var reader = run.Read();
        Runs.AssertSame(StepBatches.Join(Noise), StepBatches.Join([.. reader.ReadSteps(Trajectory.Stream, 1, int.MaxValue)]));
        var stream = Assert.Single(RunVerifier.Verify(run.Folder).Streams);
        using var hash = new ReceiptHash();
        foreach (var batch in Noise)
        {
            hash.Append(batch);
        }

        Assert.Equal((Steps + 4096L, 0L, 0L), (stream.Count, stream.Gaps, stream.Duplicates));
        Assert.Equal(Convert.ToHexStringLower(hash.Value), stream.Sha256);
    }

    private static async Task AssertPythonReadsAsync(TempRun run)
    {
        var python = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "python3")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(python is null, "python3 is not installed");
        var script = Path.Combine(AppContext.BaseDirectory, "Golden", "read_run.py");
        using var process = Process.Start(new ProcessStartInfo(python!, [script, run.Folder.DatabaseFile]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains(RunVerifier.Verify(run.Folder).Streams[0].Sha256, output, StringComparison.Ordinal);
    }

    /// <summary>Batches of uneven size whose observations no compressor makes smaller.</summary>
    private static IEnumerable<StepBatch> MakeNoise(int count)
    {
        var trajectory = new Trajectory(count, 21);
        var random = new Random(21);
        for (var seq = 1L; seq <= count;)
        {
            var last = Math.Min(seq <= Steps ? Steps : count, seq + random.Next(300, 1500));
            var batch = trajectory.Batch(seq, last);
            var bytes = new byte[batch.Count * 16];
            random.NextBytes(bytes);
            yield return new StepBatch
            {
                Stream = batch.Stream,
                FirstSeq = seq,
                Episodes = batch.Episodes,
                Steps = batch.Steps,
                Rewards = batch.Rewards,
                Flags = batch.Flags,
                TimesUs = batch.TimesUs,
                Actions = batch.Actions,
                Observations = StepColumn.Typed(DType.Float32, [4], bytes, batch.Count),
            };
            seq = last + 1;
        }
    }
}
