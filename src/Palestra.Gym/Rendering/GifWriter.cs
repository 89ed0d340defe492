using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Palestra.Gym.Rendering;

/// <summary>
/// Writes 8-bit RGB frames as an animated GIF (GIF89a) that repeats for ever, one after the other: it holds the last
/// frame and no more. Of each frame only what changed is written. A frame whose changes have up to 256 colours is exact;
/// with more, the 255 colours that suit it best stand in for them. Not thread-safe; the stream stays the caller's.
/// </summary>
public sealed class GifWriter
{
    /// <summary>Frames per second that viewers still show: they slow down what asks for more.</summary>
    [NotTunable("The format counts hundredths of a second, and browsers read less than two of them as ten.")]
    public const double MaxFps = 50;

    [NotTunable("Two bytes of hundredths of a second in the format hold no slower one.")]
    private const double MinFps = 0.01;

    private const double TicksPerSecond = 100;

    // The application extension NETSCAPE2.0, which every viewer reads: repeat, and 0 times is for ever.
    private static ReadOnlySpan<byte> RepeatForEver =>
    [
        0x21, 0xff, 11, (byte)'N', (byte)'E', (byte)'T', (byte)'S', (byte)'C', (byte)'A', (byte)'P', (byte)'E', (byte)'2', (byte)'.', (byte)'0',
        3, 1, 0, 0, 0,
    ];

    private readonly Stream _stream;
    private readonly double _fps;
    private readonly LzwEncoder _encoder;
    private readonly byte[] _last;
    private readonly byte[] _indices;
    private readonly Dictionary<int, int> _changed = [];
    private readonly Dictionary<int, int> _all = [];
    private GifPalette? _global;

    /// <param name="fps">Frames per second, 0.01 to <see cref="MaxFps"/>.</param>
    /// <exception cref="GymException">Size or rate is not possible in a GIF.</exception>
    public GifWriter(Stream stream, int width, int height, double fps)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (width is < 1 or > ushort.MaxValue || height is < 1 or > ushort.MaxValue)
        {
            throw new GymException($"A GIF of {width}x{height} is not possible: 1 to {ushort.MaxValue} pixels a side.");
        }

        if (!(fps >= MinFps && fps <= MaxFps))
        {
            throw new GymException($"A GIF of {fps} frames per second is not possible: {MinFps} to {MaxFps}.");
        }

        (_stream, _fps, Width, Height) = (stream, fps, width, height);
        _encoder = new LzwEncoder(stream);
        _last = new byte[width * height * 3];
        _indices = new byte[width * height];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>How many have been added.</summary>
    public int Frames { get; private set; }

    /// <param name="rgb">Row-major, 3 bytes a pixel; not kept.</param>
    /// <exception cref="GymException">The buffer is not of that size.</exception>
    public void Add(ReadOnlySpan<byte> rgb)
    {
        if (rgb.Length != _last.Length)
        {
            throw new GymException($"A picture of {Width}x{Height} has {_last.Length} bytes, not {rgb.Length}.");
        }

        var area = _global is null ? new PixelArea(0, 0, Width, Height) : PixelArea.Changed(_last, rgb, Width, Height);
        Count(rgb, area);
        var palette = Choose();
        if (_global is null)
        {
            _global = palette;
            WriteHeader();
        }

        WriteFrame(rgb, area, palette);
        rgb.CopyTo(_last);
        Frames++;
    }

    /// <summary>Writes the end; nothing can be added afterwards.</summary>
    /// <exception cref="GymException">There are no frames.</exception>
    public void Complete()
    {
        if (Frames == 0)
        {
            throw new GymException("A GIF without frames is not possible: add at least one.");
        }

        _stream.WriteByte(0x3b);
        _stream.Flush();
    }

    private void Count(ReadOnlySpan<byte> rgb, PixelArea area)
    {
        _changed.Clear();
        _all.Clear();
        for (var y = area.Y; y < area.Y + area.Height; y++)
        {
            for (var x = area.X; x < area.X + area.Width; x++)
            {
                var at = ((y * Width) + x) * 3;
                var colour = ColourAt(rgb, at);
                CollectionsMarshal.GetValueRefOrAddDefault(_all, colour, out _)++;
                if (_global is null || ColourAt(_last, at) != colour)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(_changed, colour, out _)++;
                }
            }
        }
    }

    // One that is there already if it serves; else the smallest that is exact; else the best that is not.
    private GifPalette Choose()
    {
        if (_global is { } global && (global.Transparent is null ? global.HasAll(_all.Keys) : global.HasAll(_changed.Keys)))
        {
            return global;
        }

        return _changed.Count >= GifPalette.MaxColours && _all.Count == GifPalette.MaxColours
            ? GifPalette.Of(_all, transparent: false)
            : GifPalette.Of(_changed, transparent: true);
    }

    private void WriteFrame(ReadOnlySpan<byte> rgb, PixelArea area, GifPalette palette)
    {
        Span<byte> head = stackalloc byte[18];
        head[0] = 0x21;
        head[1] = 0xf9;
        head[2] = 4;
        // The picture stays where the next frame does not change it.
        head[3] = (byte)((1 << 2) | (palette.Transparent is null ? 0 : 1));
        BinaryPrimitives.WriteUInt16LittleEndian(head[4..], (ushort)(Ticks(Frames + 1) - Ticks(Frames)));
        head[6] = palette.Transparent ?? 0;
        head[7] = 0;
        head[8] = 0x2c;
        BinaryPrimitives.WriteUInt16LittleEndian(head[9..], (ushort)area.X);
        BinaryPrimitives.WriteUInt16LittleEndian(head[11..], (ushort)area.Y);
        BinaryPrimitives.WriteUInt16LittleEndian(head[13..], (ushort)area.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(head[15..], (ushort)area.Height);
        head[17] = (byte)(palette == _global ? 0 : 0x80 | (palette.Bits - 1));
        _stream.Write(head);
        if (palette != _global)
        {
            _stream.Write(palette.Table);
        }

        _encoder.Write(Indices(rgb, area, palette), palette.Bits);
    }

    private ReadOnlySpan<byte> Indices(ReadOnlySpan<byte> rgb, PixelArea area, GifPalette palette)
    {
        var count = 0;
        var (lastColour, lastIndex) = (-1, (byte)0);
        for (var y = area.Y; y < area.Y + area.Height; y++)
        {
            for (var x = area.X; x < area.X + area.Width; x++)
            {
                var at = ((y * Width) + x) * 3;
                var colour = ColourAt(rgb, at);
                if (Frames > 0 && palette.Transparent is { } transparent && ColourAt(_last, at) == colour)
                {
                    _indices[count++] = transparent;
                    continue;
                }

                if (colour != lastColour)
                {
                    (lastColour, lastIndex) = (colour, palette.IndexOf(colour));
                }

                _indices[count++] = lastIndex;
            }
        }

        return _indices.AsSpan(0, count);
    }

    private void WriteHeader()
    {
        Span<byte> screen = stackalloc byte[7];
        BinaryPrimitives.WriteUInt16LittleEndian(screen, (ushort)Width);
        BinaryPrimitives.WriteUInt16LittleEndian(screen[2..], (ushort)Height);
        screen[4] = (byte)(0xf0 | (_global!.Bits - 1));
        screen[5..].Clear();
        _stream.Write("GIF89a"u8);
        _stream.Write(screen);
        _stream.Write(_global.Table);
        _stream.Write(RepeatForEver);
    }

    // When a frame begins; rounded here, so that a long animation keeps time although a single frame cannot.
    private long Ticks(int frame) => (long)Math.Round(frame * TicksPerSecond / _fps);

    private static int ColourAt(ReadOnlySpan<byte> rgb, int at) => (rgb[at] << 16) | (rgb[at + 1] << 8) | rgb[at + 2];
}
