using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;

namespace Palestra.FastLane.Tests;

/// <summary>The bytes of docs/formats/fast-lane.md, literally: another process may have been built from that page.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly TempLane _lane = new();

    [Fact]
    public void A_segment_has_the_documented_bytes()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(5));
        using (var writer = FastLaneWriter.Create(_lane.Path, 5, 4, 3, 3, clock))
        {
            for (var i = 0; i < 4; i++)
            {
                writer.Publish(Enumerable.Repeat((byte)(40 + i), 60).ToArray(), new FrameHud(7, 1.5, 2.5, 3.5));
            }
        }

        var bytes = File.ReadAllBytes(_lane.Path);
        Assert.Equal(256 + (3 * 128), bytes.Length);
        Assert.Equal("PALESTRA"u8, bytes.AsSpan(0, 8));
        Assert.Equal([2u, 256u, 5u, 4u, 3u, 3u, 64u], new[] { 8, 16, 20, 24, 28, 32, 36 }.Select(at => U32(bytes, at)));
        Assert.Equal(128, I64(bytes, 40));
        Assert.Equal((uint)Environment.ProcessId, U32(bytes, 56));
        Assert.Equal(2u, U32(bytes, 128));
        Assert.Equal(4, I64(bytes, 192));
        Assert.Equal(5_000_000, I64(bytes, 200));

        var slot = bytes.AsSpan(256, 128).ToArray(); // Frame 4 came round to the first slot.
        Assert.Equal([8L, 4L, 5_000_000L], new[] { 0, 8, 16 }.Select(at => I64(slot, at)));
        Assert.Equal([7u, 60u], new[] { 24, 28 }.Select(at => U32(slot, at)));
        Assert.Equal([1.5, 2.5, 3.5], new[] { 32, 40, 48 }.Select(at => BitConverter.Int64BitsToDouble(I64(slot, at))));
        Assert.Equal(43, slot[64]);
        Assert.Equal(43, slot[64 + 59]);
    }

    [Fact]
    public void Publishing_and_reading_allocate_nothing()
    {
        using var writer = FastLaneWriter.Create(_lane.Path, 64, 64, 3, 8);
        using var reader = FastLaneReader.Follow(_lane.Path);
        var frame = new byte[writer.FrameBytes];
        Pump(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pump(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pump(int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                writer.Publish(frame, default);
                Assert.True(reader.TryReadLatest(frame, out _));
            }
        }
    }

    public void Dispose() => _lane.Dispose();

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static long I64(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
}
