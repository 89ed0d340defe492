using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Bench.Tests;

/// <summary>A benchmark that measures a wrong answer must fail.</summary>
public sealed class SumsTests
{
    [Fact]
    public async Task Steps_that_were_read_back_as_others_fail_the_store()
    {
        var folder = new RunFolder(TestBench.NewFolder());
        var written = SampleSteps.CartPole(4096);
        await RunStore.WriteAsync(folder, written, TestBench.Options());

        var other = SampleSteps.CartPole(4096, seed: 8);
        var failure = Assert.Throws<BenchFailedException>(() => RunStore.ReadBack(folder, other));

        Assert.Contains("read back as another", failure.Message, StringComparison.Ordinal);
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public async Task Steps_that_are_missing_fail_the_store()
    {
        var folder = new RunFolder(TestBench.NewFolder());
        await RunStore.WriteAsync(folder, SampleSteps.CartPole(2048), TestBench.Options());

        var failure = Assert.Throws<BenchFailedException>(() => RunStore.ReadBack(folder, SampleSteps.CartPole(4096)));

        Assert.Contains("Only 2 of 4 batches", failure.Message, StringComparison.Ordinal);
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public void Sample_steps_are_sound_batches_that_continue_each_other()
    {
        TelemetryEvent[] events = [.. SampleSteps.CartPole(5000), .. SampleSteps.Of("FrozenLake8x8-v1", 5000, TimeProvider.System)];

        foreach (var batches in events.OfType<StepBatch>().GroupBy(batch => batch.Observations.RowBytes))
        {
            var next = 1L;
            foreach (var batch in batches)
            {
                Assert.Null(batch.Validate());
                Assert.Equal(next, batch.FirstSeq);
                next = batch.LastSeq + 1;
            }

            Assert.Equal(5001, next);
        }

        Assert.NotEmpty(events.OfType<EpisodeFinalized>());
    }

    [Fact]
    public void The_ratio_is_the_median_of_the_ratios_of_the_rounds()
    {
        var row = new Comparison("x", "steps/s", Better.Higher, "y");
        row.Add(10, 10);
        row.Add(40, 10);
        row.Add(30, 1); // A slow moment of the baseline alone.

        var result = row.Build("2 x", (_, ratio) => ratio >= 2);

        Assert.Equal((30.0, 10.0, 4.0, 1.0, 30.0), (result.Median, result.BaselineValue, result.Ratio, result.RatioMin, result.RatioMax));
        Assert.True(result.Met);
    }

    [Fact]
    public void Percentiles_are_values_that_occurred()
    {
        var sorted = Enumerable.Range(1, 1000).Select(i => (double)i).ToArray();

        Assert.Equal((500, 990, 999), (Percentiles.Of(sorted, 0.5), Percentiles.Of(sorted, 0.99), Percentiles.Of(sorted, 0.999)));
        Assert.Equal(2.5, Percentiles.Median([4, 1, 3, 2]));
    }
}
