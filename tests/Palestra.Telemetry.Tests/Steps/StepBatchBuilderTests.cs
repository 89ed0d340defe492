namespace Palestra.Telemetry.Tests.Steps;

public sealed class StepBatchBuilderTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(17, false)]
    [InlineData(4096, false)]
    [InlineData(100, true)]
    public void Every_value_comes_out_as_it_went_in(int count, bool json)
    {
        var batch = TestSteps.Batch(5, count, json: json);
        Assert.Equal((5, count), (batch.FirstSeq, batch.Count));
        TestSteps.Check(batch, json);
    }

    [Fact]
    public void Numbering_goes_on_from_batch_to_batch_and_arrays_are_not_shared()
    {
        var builder = new StepBatchBuilder(TestSteps.Stream, ColumnLayout.Typed(DType.Int64), ColumnLayout.Typed(DType.Float32, 2, 2), nextSeq: 7);
        var batches = new List<StepBatch>();
        foreach (var count in new[] { 3, 1, 5 })
        {
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(builder.NextSeq, builder.Add(TestSteps.Row(builder.NextSeq, false), builder.NextSeq, StepFlags.None, 1, new byte[16], 0, 0));
            }

            batches.Add(builder.Build());
            Assert.Equal(0, builder.Count);
        }

        Assert.Equal([7L, 10, 11], batches.Select(batch => batch.FirstSeq));
        Assert.Equal([7d, 8, 9], batches[0].Rewards);
        Assert.Equal([10d], batches[1].Rewards);
        Assert.Equal([2, 2], batches[2].Observations.Shape);
        Assert.All(batches, batch => Assert.Null(batch.Validate()));
        Assert.Equal(TestSteps.Row(8, false), batches[0].Actions.Row(1));
    }

    [Fact]
    public void A_full_batch_and_rows_of_the_wrong_size_are_refused_and_change_nothing()
    {
        var builder = new StepBatchBuilder(TestSteps.Stream, ColumnLayout.Typed(DType.Int64), ColumnLayout.Json, maxCount: 2);
        Assert.Throws<InvalidOperationException>(builder.Build);
        Assert.Contains("Int64 [] has 8", Assert.Throws<ArgumentException>(() => Add(builder, new byte[4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.Add(new byte[8], 0, StepFlags.None, 1, default, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Add(new byte[8], 0, (StepFlags)4, 1, "1"u8, 0, 0));
        Assert.Equal(0, builder.Count);
        Add(builder, new byte[8]);
        Add(builder, new byte[8]);
        Assert.True(builder.IsFull);
        Assert.Throws<InvalidOperationException>(() => Add(builder, new byte[8]));
        Assert.Null(builder.Build().Validate());
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new StepBatchBuilder(TestSteps.Stream, ColumnLayout.Json, ColumnLayout.Json, maxCount: StepBatch.MaxCount + 1));
        Assert.Throws<ArgumentException>(() => ColumnLayout.Typed(DType.Int8, 3, 0));

        static void Add(StepBatchBuilder builder, byte[] action) => builder.Add(action, 0, StepFlags.None, 1, "1"u8, 0, 0);
    }

    [Fact]
    public void Adding_allocates_nothing_once_a_batch_has_shown_how_many_steps_come()
    {
        var builder = new StepBatchBuilder(TestSteps.Stream, ColumnLayout.Typed(DType.Int64), ColumnLayout.Typed(DType.Int64));
        Fill();
        builder.Build();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Fill()
        {
            Span<byte> row = stackalloc byte[8];
            for (var i = 0; i < 1000; i++)
            {
                builder.Add(row, 1, StepFlags.None, i, row, 0, i);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_can_be_cut_anywhere(bool json)
    {
        var batch = TestSteps.Batch(10, 20, json: json);
        for (var seq = 1; seq <= batch.LastSeq; seq++)
        {
            var cut = batch.From(seq);
            Assert.Equal((Math.Max(seq, 10), 29), (cut.FirstSeq, cut.LastSeq));
            TestSteps.Check(cut, json);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => batch.From(30));
    }
}
