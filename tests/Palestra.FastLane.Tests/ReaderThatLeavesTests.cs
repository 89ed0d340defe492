namespace Palestra.FastLane.Tests;

public sealed class ReaderThatLeavesTests : IDisposable
{
    private readonly TempLane _lane = new();

    [Fact]
    public void A_reader_that_leaves_takes_the_segment_from_nobody()
    {
        using var writer = FastLaneWriter.Create(_lane.Path, 4, 4, 3, 8);
        var frame = new byte[4 * 4 * 3];
        for (var visit = 1; visit <= 3; visit++)
        {
            writer.Publish(frame, default);
            var reader = FastLaneReader.TryAttach(_lane.Path, out var reason);
            Assert.True(reader is not null, reason);
            Assert.True(reader.TryReadLatest(frame, out var info));
            Assert.Equal(visit, info.Number);
            reader.Dispose();
            Assert.True(File.Exists(_lane.Path));
        }
    }

    public void Dispose() => _lane.Dispose();
}
