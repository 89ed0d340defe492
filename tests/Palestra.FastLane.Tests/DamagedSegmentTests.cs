using System.Buffers.Binary;

namespace Palestra.FastLane.Tests;

/// <summary>Whatever lies at the path, a reader answers with a sentence and no crash.</summary>
public sealed class DamagedSegmentTests : IDisposable
{
    private readonly TempLane _lane = new();

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(255)]
    public void A_file_shorter_than_a_header_is_a_sentence(int bytes)
    {
        File.WriteAllBytes(_lane.Path, WholeSegment()[..bytes]);
        AssertRefused("a header alone has 256");
    }

    [Fact]
    public void A_file_shorter_than_its_header_promises_is_never_mapped()
    {
        File.WriteAllBytes(_lane.Path, WholeSegment()[..^1]);
        AssertRefused("cut short");
    }

    [Fact]
    public void A_segment_cut_while_mapped_is_let_go()
    {
        using var writer = FastLaneWriter.Create(_lane.Path, 300, 200, 3, 4);
        using var reader = FastLaneReader.Follow(_lane.Path);
        writer.Publish(new byte[writer.FrameBytes], default);
        using (var file = new FileStream(_lane.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(LaneLayout.HeaderBytes);
        }

        Assert.False(reader.TryReadLatest(new byte[180_000], out _));
        Assert.Equal(LaneState.Detached, reader.State);
        Assert.Contains("cut short", reader.Reason);
        using var repair = new FileStream(_lane.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        repair.SetLength(1 << 20); // So that the writer's Dispose finds its memory again.
    }

    [Theory]
    [InlineData(LaneLayout.MagicAt, 1, "not a fast lane")]
    [InlineData(LaneLayout.VersionAt, 0, "still being set up")]
    [InlineData(LaneLayout.VersionAt, 99, "version 99")]
    [InlineData(LaneLayout.WidthAt, 0, "not allowed")]
    [InlineData(LaneLayout.HeightAt, -5, "not allowed")]
    [InlineData(LaneLayout.ChannelsAt, 77, "not allowed")]
    [InlineData(LaneLayout.CapacityAt, int.MaxValue, "not allowed")]
    [InlineData(LaneLayout.HeaderBytesAt, 80, "promises sizes")]
    [InlineData(LaneLayout.SlotBytesAt, 1, "promises sizes")]
    public void A_header_that_contradicts_itself_is_a_sentence(int offset, int value, string sentence)
    {
        var bytes = WholeSegment();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        File.WriteAllBytes(_lane.Path, bytes);
        AssertRefused(sentence);
    }

    [Fact]
    public void Random_headers_never_crash_a_reader()
    {
        const int Seed = 20240607;
        var random = new Random(Seed);
        var whole = WholeSegment();
        for (var round = 0; round < 2000; round++)
        {
            var bytes = whole.ToArray();
            for (var edit = random.Next(1, 5); edit > 0; edit--)
            {
                bytes[random.Next(LaneLayout.HeaderBytes)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(_lane.Path, bytes[..random.Next(bytes.Length + 1)]);
            using var reader = FastLaneReader.Follow(_lane.Path);
            byte[] buffer = [];
            var read = reader.TryReadLatest(ref buffer, out _);
            Assert.True(read || reader.Reason is not null || reader.State is LaneState.Live, $"seed {Seed}, round {round}");
        }
    }

    [Fact]
    public void A_writer_replaces_rubbish_without_looking_into_it()
    {
        File.WriteAllBytes(_lane.Path, [1, 2, 3]);
        using var writer = FastLaneWriter.Create(_lane.Path, 1, 1, 3, 2);
        using var reader = FastLaneReader.Follow(_lane.Path);
        Assert.Equal(LaneState.Live, reader.State);
    }

    public void Dispose() => _lane.Dispose();

    private void AssertRefused(string sentence)
    {
        Assert.Null(FastLaneReader.TryAttach(_lane.Path, out var reason));
        Assert.Contains(sentence, reason);
    }

    private byte[] WholeSegment()
    {
        using (var writer = FastLaneWriter.Create(_lane.Path, 5, 4, 3, 3))
        {
            writer.Publish(new byte[60], default);
        }

        return File.ReadAllBytes(_lane.Path);
    }
}
