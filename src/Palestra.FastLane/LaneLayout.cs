using System.Buffers.Binary;

namespace Palestra.FastLane;

/// <summary>
/// Where everything lies in a segment: layout version 2, little-endian, documented in docs/formats/fast-lane.md. The
/// numbers are a format between processes of different versions: never move one, add at reserved places.
/// </summary>
[NotTunable("Offsets, sizes and limits of the shared-memory format (docs/formats/fast-lane.md).")]
internal static class LaneLayout
{
    /// <summary>"PALESTRA" as little-endian bytes.</summary>
    public const ulong Magic = 0x4152_5453_454C_4150;

    /// <summary>1 is the layout of the original system.</summary>
    public const uint Version = 2;

    public const int HeaderBytes = 256;
    public const int SlotHeaderBytes = 64;

    /// <summary>A cache line: fields that different processes write lie on different ones, slots begin on one.</summary>
    public const int Alignment = 64;

    // Fixed by the writer before the version is written.
    public const int MagicAt = 0;
    public const int VersionAt = 8;
    public const int HeaderBytesAt = 16;
    public const int WidthAt = 20;
    public const int HeightAt = 24;
    public const int ChannelsAt = 28;
    public const int CapacityAt = 32;
    public const int SlotHeaderBytesAt = 36;
    public const int SlotBytesAt = 40;
    public const int GenerationAt = 48;
    public const int WriterPidAt = 56;
    public const int WriterStartAt = 64;

    // Changing, each on its own cache line.
    public const int FlagsAt = 128;
    public const int HeadAt = 192;
    public const int HeartbeatAt = 200;

    // Inside a slot.
    public const int SequenceAt = 0;
    public const int NumberAt = 8;
    public const int WrittenAt = 16;
    public const int EnvSlotAt = 24;
    public const int FrameBytesAt = 28;
    public const int LastRewardAt = 32;
    public const int RollingReturnAt = 40;
    public const int StepsPerSecondAt = 48;

    public const uint Invalidated = 1;
    public const uint Ended = 2;

    /// <summary>Largest frame: 16 Mi pixels of 4 channels. A larger header is taken for damage.</summary>
    public const long MaxFrameBytes = 64L << 20;
    public const int MaxCapacity = 1024;
    public const int MaxChannels = 4;
    public const int MaxExtent = 16384;

    public static long SlotBytes(long frameBytes) => (SlotHeaderBytes + frameBytes + Alignment - 1) / Alignment * Alignment;

    public static long FileBytes(LaneGeometry geometry) => HeaderBytes + (geometry.Capacity * geometry.SlotBytes);

    /// <summary>Reads the fixed part of a header and checks it against the length of its file.</summary>
    /// <returns><c>null</c>, or one sentence that says what is wrong.</returns>
    public static string? Parse(ReadOnlySpan<byte> header, long fileBytes, out LaneGeometry geometry)
    {
        geometry = default;
        if (header.Length < HeaderBytes)
        {
            return $"The segment has {fileBytes} bytes; a header alone has {HeaderBytes}.";
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[VersionAt..]);
        if (BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic)
        {
            return "The file is not a fast lane: its first 8 bytes are not 'PALESTRA'.";
        }

        if (version != Version)
        {
            return version == 0
                ? "The segment is still being set up: its version is not written yet."
                : $"The segment has layout version {version}; this reader knows {Version}.";
        }

        geometry = new LaneGeometry(
            BinaryPrimitives.ReadInt32LittleEndian(header[WidthAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[HeightAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[ChannelsAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[CapacityAt..]));
        if (geometry.Problem() is { } problem)
        {
            return problem;
        }

        var headerBytes = BinaryPrimitives.ReadInt32LittleEndian(header[HeaderBytesAt..]);
        var slotHeaderBytes = BinaryPrimitives.ReadInt32LittleEndian(header[SlotHeaderBytesAt..]);
        var slotBytes = BinaryPrimitives.ReadInt64LittleEndian(header[SlotBytesAt..]);
        if (headerBytes != HeaderBytes || slotHeaderBytes != SlotHeaderBytes || slotBytes != geometry.SlotBytes)
        {
            return $"The header promises sizes {headerBytes}/{slotHeaderBytes}/{slotBytes} (header, slot header, slot); "
                + $"version {Version} with these frames has {HeaderBytes}/{SlotHeaderBytes}/{geometry.SlotBytes}.";
        }

        // Reading a mapping behind the end of its file is a SIGBUS, which no handler turns into a sentence.
        return fileBytes < FileBytes(geometry)
            ? $"The segment is cut short: {fileBytes} bytes, where its header promises {FileBytes(geometry)}."
            : null;
    }
}

/// <summary>Size of the frames and number of slots of a segment.</summary>
internal readonly record struct LaneGeometry(int Width, int Height, int Channels, int Capacity)
{
    public int FrameBytes => Width * Height * Channels;

    public long SlotBytes => LaneLayout.SlotBytes(FrameBytes);

    public string? Problem()
    {
        if (Width is < 1 or > LaneLayout.MaxExtent || Height is < 1 or > LaneLayout.MaxExtent
            || Channels is < 1 or > LaneLayout.MaxChannels
            || (long)Width * Height * Channels > LaneLayout.MaxFrameBytes)
        {
            return $"Frames of {Width} x {Height} x {Channels} are not allowed: 1 to {LaneLayout.MaxExtent} pixels each way, "
                + $"1 to {LaneLayout.MaxChannels} channels, at most {LaneLayout.MaxFrameBytes} bytes.";
        }

        return Capacity is < 2 or > LaneLayout.MaxCapacity
            ? $"A capacity of {Capacity} frames is not allowed: 2 to {LaneLayout.MaxCapacity}."
            : null;
    }
}
