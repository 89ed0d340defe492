using Microsoft.Win32.SafeHandles;

namespace Palestra.Wire;

/// <summary>
/// A spool under way: one process appends to it and reads it back in order. It holds a lock on the file, so that nobody
/// takes the spool of a worker that lives. Not thread-safe.
/// </summary>
public sealed class SpoolWriter : IDisposable
{
    private readonly SafeFileHandle _file;
    private byte[] _buffer = [];
    private long _readAt = SpoolFormat.HeaderBytes;

    private SpoolWriter(string path, SafeFileHandle file) => (Path, _file) = (path, file);

    public string Path { get; }

    /// <summary>Bytes of the file, all of them sound records.</summary>
    public long Length { get; private set; } = SpoolFormat.HeaderBytes;

    /// <summary>Bytes that <see cref="ReadNext"/> has not yet given out.</summary>
    public long Unread => Length - _readAt;

    /// <exception cref="IOException">The disk does not take it, or there is a file of this name.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static SpoolWriter Create(string path)
    {
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        try
        {
            RandomAccess.Write(file, SpoolFormat.Header(), 0);
            return new SpoolWriter(path, file);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Bytes that a message would add.</summary>
    public static long BytesOf(V1.WorkerMessage message) => SpoolFormat.RecordBytes(message);

    /// <summary>Adds steps, an episode, a log record or Finished. A process that is killed afterwards leaves it on disk.</summary>
    /// <exception cref="IOException">The disk does not take it; the file is as it was before.</exception>
    public void Append(V1.WorkerMessage message)
    {
        var record = Buffer(SpoolFormat.RecordBytes(message));
        SpoolFormat.Write(message, record);
        try
        {
            RandomAccess.Write(_file, record, Length);
        }
        catch (IOException)
        {
            CutTornTail();
            throw;
        }
        catch (ArgumentOutOfRangeException e)
        {
            // What the runtime makes of a file that may not grow any more (EFBIG).
            CutTornTail();
            throw new IOException($"The spool '{Path}' may not become longer than {Length} bytes.", e);
        }

        Length += record.Length;
    }

    /// <summary>Everything from here on counts as read: the caller has it in memory.</summary>
    public void SkipToEnd() => _readAt = Length;

    /// <summary>The oldest record that was not read yet; <see cref="Unread"/> must not be 0.</summary>
    /// <exception cref="IOException">The disk does not give back what was written.</exception>
    public V1.WorkerMessage ReadNext()
    {
        Span<byte> header = stackalloc byte[SpoolFormat.RecordHeaderBytes];
        Fill(header, _readAt);
        var length = SpoolFormat.RecordHeaderBytes + (long)SpoolFormat.PayloadBytes(header);
        if (length > Unread)
        {
            throw Damaged();
        }

        var record = Buffer((int)length);
        Fill(record, _readAt);
        var message = SpoolFormat.Parse(record) ?? throw Damaged();
        _readAt += length;
        return message;
    }

    /// <summary>On disk when this returns, also if the machine loses power.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public void Sync() => RandomAccess.FlushToDisk(_file);

    /// <summary>Removes the file: nothing of it is needed any more. The writer is of no more use, also when this fails.</summary>
    /// <exception cref="IOException">The file cannot be removed; whoever reads it finds what is known already.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Delete()
    {
        try
        {
            // While the lock is held, or somebody might take it up in between.
            File.Delete(Path);
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose() => _file.Dispose();

    private Span<byte> Buffer(int length)
    {
        if (_buffer.Length < length)
        {
            _buffer = new byte[Math.Max(length, 2 * _buffer.Length)];
        }

        return _buffer.AsSpan(0, length);
    }

    private void Fill(Span<byte> into, long at)
    {
        var filled = 0;
        while (filled < into.Length)
        {
            var read = RandomAccess.Read(_file, into[filled..], at + filled);
            filled += read > 0 ? read : throw Damaged();
        }
    }

    private void CutTornTail()
    {
        try
        {
            RandomAccess.SetLength(_file, Length);
        }
        catch (IOException)
        {
            // The next record overwrites it, and a reader stops before it.
        }
    }

    private IOException Damaged() => new($"The spool '{Path}' does not give back what was written at byte {_readAt}.");
}
