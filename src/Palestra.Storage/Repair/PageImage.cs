using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Palestra.Storage;

/// <summary>
/// The pages of a database file as its write-ahead log leaves them, read without SQLite, which refuses a file whose
/// header or root is gone. Frames of the log count as far as their checksums hold: one damaged frame costs one page,
/// not all that follows. One thread.
/// </summary>
[NotTunable("Sizes that SQLite's file format lays down.")]
internal sealed class PageImage : IDisposable
{
    private const int DefaultPageSize = 4096;
    private const int LogHeaderBytes = 32;
    private const int FrameHeaderBytes = 24;

    private readonly SafeFileHandle _file;
    private readonly SafeFileHandle? _log;
    private readonly Dictionary<int, long> _inLog = [];
    private readonly int _filePages;

    private PageImage(SafeFileHandle file, SafeFileHandle? log)
    {
        (_file, _log) = (file, log);
        Span<byte> header = stackalloc byte[LogHeaderBytes];
        var size = RandomAccess.Read(file, header, 0) < LogHeaderBytes ? 0 : BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        PageSize = IsPageSize(size) ? size : DefaultPageSize;
        ReadLog();
        _filePages = (int)Math.Min(int.MaxValue, (RandomAccess.GetLength(file) + PageSize - 1) / PageSize);
        Count = Math.Max(_filePages, _inLog.Count == 0 ? 0 : _inLog.Keys.Max());
    }

    public int PageSize { get; }

    public int Count { get; }

    /// <exception cref="IOException">It cannot be read at all.</exception>
    public static PageImage Open(string path)
    {
        var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var log = path + "-wal";
            return new PageImage(file, File.Exists(log) ? File.OpenHandle(log, share: FileShare.ReadWrite | FileShare.Delete) : null);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <param name="number">From 1.</param>
    /// <returns>Always a whole page; what is not there is zeros.</returns>
    public byte[] Page(int number)
    {
        var page = new byte[PageSize];
        if (_inLog.TryGetValue(number, out var offset))
        {
            RandomAccess.Read(_log!, page, offset);
        }
        else if (number >= 1 && number <= _filePages)
        {
            RandomAccess.Read(_file, page, (number - 1L) * PageSize);
        }

        return page;
    }

    public void Dispose()
    {
        _file.Dispose();
        _log?.Dispose();
    }

    private static bool IsPageSize(int size) => size is >= 512 and <= 32768 && (size & (size - 1)) == 0;

    private void ReadLog()
    {
        Span<byte> header = stackalloc byte[LogHeaderBytes];
        if (_log is null || RandomAccess.Read(_log, header, 0) < LogHeaderBytes)
        {
            return;
        }

        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if ((magic & ~1u) != 0x377F0682 || BinaryPrimitives.ReadUInt32BigEndian(header[8..]) != PageSize)
        {
            return;
        }

        var sums = new LogChecksum((magic & 1) == 1);
        sums.Restart(header[24..]);
        var salts = header[16..24].ToArray();
        var frame = new byte[FrameHeaderBytes + PageSize];
        var open = new Dictionary<int, long>();
        for (long at = LogHeaderBytes; RandomAccess.Read(_log, frame, at) == frame.Length; at += frame.Length)
        {
            sums.Add(frame.AsSpan(0, 8));
            sums.Add(frame.AsSpan(FrameHeaderBytes));
            var sound = frame.AsSpan(8, 8).SequenceEqual(salts) && sums.Matches(frame.AsSpan(16, 8));
            sums.Restart(frame.AsSpan(16, 8));
            if (!sound)
            {
                continue;
            }

            open[(int)BinaryPrimitives.ReadUInt32BigEndian(frame)] = at + FrameHeaderBytes;
            if (BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) == 0)
            {
                continue;
            }

            // A commit: what came before it is part of the file.
            foreach (var (page, offset) in open)
            {
                _inLog[page] = offset;
            }

            open.Clear();
        }
    }

    /// <summary>The running checksum of a write-ahead log, as the SQLite file format describes it.</summary>
    private struct LogChecksum(bool bigEndian)
    {
        private uint _a;
        private uint _b;

        public void Restart(ReadOnlySpan<byte> stored) =>
            (_a, _b) = (BinaryPrimitives.ReadUInt32BigEndian(stored), BinaryPrimitives.ReadUInt32BigEndian(stored[4..]));

        public readonly bool Matches(ReadOnlySpan<byte> stored) =>
            _a == BinaryPrimitives.ReadUInt32BigEndian(stored) && _b == BinaryPrimitives.ReadUInt32BigEndian(stored[4..]);

        public void Add(ReadOnlySpan<byte> data)
        {
            for (; data.Length >= 8; data = data[8..])
            {
                unchecked
                {
                    _a += Word(data) + _b;
                    _b += Word(data[4..]) + _a;
                }
            }
        }

        private readonly uint Word(ReadOnlySpan<byte> data) =>
            bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(data) : BinaryPrimitives.ReadUInt32LittleEndian(data);
    }
}
