using System.Buffers.Binary;
using Palestra.FastLane;

namespace Palestra.Bench;

/// <summary>
/// A frame through the ring, written and read, against the least that could ever do it: copied twice, from the frame to
/// a buffer and from there to the reader's. The buffers in the middle rotate as the slots of the ring do.
/// </summary>
internal sealed class FastLaneCopy(string path, int frames, FastLaneSettings settings, TimeProvider clock)
{
    public const int Width = 600;
    public const int Height = 400;
    public const int Channels = 3;

    private const int Bytes = Width * Height * Channels;

    private readonly byte[] _frame = Pattern();
    private readonly byte[] _seen = new byte[Bytes];
    private readonly byte[][] _middle = [.. Enumerable.Range(0, settings.Capacity).Select(_ => new byte[Bytes])];

    /// <returns>Frames written and read per second.</returns>
    public double Ring()
    {
        using var writer = FastLaneWriter.Create(path, Width, Height, Channels, settings.Capacity, clock);
        using var reader = FastLaneReader.TryAttach(path, out var reason, settings, clock)
            ?? throw new BenchFailedException($"The reader could not attach to the lane: {reason}");
        // Every page of the ring is touched once before the clock runs, as it is in a run that lives longer than 8 frames.
        for (var i = 0; i < settings.Capacity; i++)
        {
            Through(writer, reader, i);
        }

        var started = clock.GetTimestamp();
        for (var i = 0; i < frames; i++)
        {
            Through(writer, reader, i);
        }

        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        var stats = reader.Stats;
        BenchFailedException.Unless(
            stats.FramesRead == frames + settings.Capacity && stats.FramesSkipped == 0 && stats.TornReads == 0,
            $"{stats.FramesRead} of {frames + settings.Capacity} frames were read, {stats.FramesSkipped} skipped, {stats.TornReads} torn, although the reader read each before the next was written.");
        CheckPattern(frames - 1);
        return frames / seconds;
    }

    /// <returns>Frames copied twice per second.</returns>
    public double Copies()
    {
        for (var i = 0; i < _middle.Length; i++)
        {
            Through(i);
        }

        var started = clock.GetTimestamp();
        for (var i = 0; i < frames; i++)
        {
            Through(i);
        }

        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        CheckPattern(frames - 1);
        return frames / seconds;
    }

    private static byte[] Pattern()
    {
        var frame = new byte[Bytes];
        for (var i = 0; i < frame.Length; i++)
        {
            frame[i] = (byte)((i * 31) + (i >> 8));
        }

        return frame;
    }

    private void Through(FastLaneWriter writer, FastLaneReader reader, int number)
    {
        Mark(number);
        writer.Publish(_frame, new FrameHud(0, 1, number, 3));
        if (!reader.TryReadLatest(_seen, out var info) || info.Hud.RollingReturn != number)
        {
            throw new BenchFailedException($"Frame {number} was published and not read: {reader.Reason}");
        }

        CheckMarks(number);
    }

    private void Through(int number)
    {
        Mark(number);
        var middle = _middle[number % _middle.Length];
        _frame.AsSpan().CopyTo(middle);
        middle.AsSpan().CopyTo(_seen);
        CheckMarks(number);
    }

    /// <summary>The number of the frame stands at its beginning and at its end.</summary>
    private void Mark(int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_frame, number);
        BinaryPrimitives.WriteInt32LittleEndian(_frame.AsSpan(Bytes - sizeof(int)), number);
    }

    private void CheckMarks(int number)
    {
        var (first, last) = (BinaryPrimitives.ReadInt32LittleEndian(_seen), BinaryPrimitives.ReadInt32LittleEndian(_seen.AsSpan(Bytes - sizeof(int))));
        BenchFailedException.Unless(first == number && last == number, $"Frame {number} came out as {first} at its beginning and {last} at its end.");
    }

    private void CheckPattern(int number)
    {
        Mark(number);
        BenchFailedException.Unless(_seen.AsSpan().SequenceEqual(_frame), $"Frame {number} did not come out byte for byte as it went in.");
    }
}
