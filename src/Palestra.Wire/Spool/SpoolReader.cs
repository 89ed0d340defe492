using System.Diagnostics.CodeAnalysis;

namespace Palestra.Wire;

/// <summary>
/// Reads a spool that a worker left: every record up to the first that is torn or damaged. Not thread-safe. Holds a lock
/// on the file until <see cref="Dispose"/>.
/// </summary>
public sealed class SpoolReader : IDisposable
{
    private readonly FileStream _file;

    private SpoolReader(FileStream file) => _file = file;

    /// <summary>Bytes of the header and the records read so far.</summary>
    public long SoundBytes { get; private set; } = SpoolFormat.HeaderBytes;

    /// <summary>Bytes that were not read; after the last <see cref="TryRead"/> those of the torn tail.</summary>
    public long BytesLeft => _file.Length - SoundBytes;

    /// <param name="reason">Why there is nothing to read, as the end of a sentence; <c>null</c> if there is no file.</param>
    /// <returns><c>null</c> if there is no spool, its worker still holds it, or it cannot be understood.</returns>
    public static SpoolReader? TryOpen(string path, out string? reason)
    {
        reason = null;
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            var header = new byte[SpoolFormat.HeaderBytes];
            var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            reason = SpoolFormat.HeaderError(header.AsSpan(0, read));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = e.Message.TrimEnd('.');
        }

        if (reason is null)
        {
            return new SpoolReader(file!);
        }

        file?.Dispose();
        return null;
    }

    /// <returns>Whether there was another sound record.</returns>
    public bool TryRead([NotNullWhen(true)] out V1.WorkerMessage? message)
    {
        message = null;
        Span<byte> header = stackalloc byte[SpoolFormat.RecordHeaderBytes];
        _file.Position = SoundBytes;
        if (_file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            return false;
        }

        var length = SpoolFormat.RecordHeaderBytes + (long)SpoolFormat.PayloadBytes(header);
        if (length > BytesLeft || length > Array.MaxLength)
        {
            return false;
        }

        var record = new byte[length];
        header.CopyTo(record);
        _file.ReadExactly(record.AsSpan(SpoolFormat.RecordHeaderBytes));
        message = SpoolFormat.Parse(record);
        SoundBytes += message is null ? 0 : length;
        return message is not null;
    }

    public void Dispose() => _file.Dispose();
}
