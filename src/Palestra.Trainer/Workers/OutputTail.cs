using System.Text;

namespace Palestra.Trainer.Workers;

/// <summary>
/// Reads a growing file line by line, for instance what a worker prints. Lines longer than <see cref="MaxLineBytes"/>
/// are cut into several; nothing is left out. Not thread-safe.
/// </summary>
internal sealed class OutputTail(string path) : IDisposable
{
    [NotTunable("A restarted daemon counts the pieces it has logged: other pieces, and lines would come twice or never.")]
    public const int MaxLineBytes = 8192;
    [NotTunable("How much is read at once: the lines are the same for every value above the longest line.")]
    private const int BufferBytes = 65536;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private FileStream? _file;
    private int _held;
    private long _skip;

    /// <summary>Lines of the file that were met so far, those that were skipped included.</summary>
    public long Lines { get; private set; }

    /// <summary>Nobody wants more of it: set by who reads it.</summary>
    public bool IsCut { get; set; }

    /// <summary>Complete lines since the last call; the last one of the file even without a line end if <paramref name="final"/>.</summary>
    public IEnumerable<string> ReadLines(bool final = false)
    {
        if (_file is null && !TryOpen())
        {
            yield break;
        }

        while (true)
        {
            var read = _file!.Read(_buffer, _held, _buffer.Length - _held);
            _held += read;
            var start = 0;
            while (NextLine(start, final && read == 0, out var end, out var next))
            {
                Lines++;
                if (_skip > 0)
                {
                    _skip--;
                }
                else
                {
                    yield return Encoding.UTF8.GetString(_buffer, start, end - start).TrimEnd('\r');
                }

                start = next;
            }

            _buffer.AsSpan(start, _held - start).CopyTo(_buffer);
            _held -= start;
            if (read == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Leaves out the next lines, which are known already.</summary>
    public void Skip(long lines) => _skip += lines;

    /// <summary>The end of the file, for a person: at most so many bytes, whole lines where possible.</summary>
    public static string LastWords(string path, int maxBytes)
    {
        try
        {
            using var file = Open(path);
            file.Seek(Math.Max(0, file.Length - maxBytes), SeekOrigin.Begin);
            var cut = file.Position > 0;
            using var reader = new StreamReader(file, Encoding.UTF8);
            var text = reader.ReadToEnd().Trim();
            var lineEnd = text.IndexOf('\n', StringComparison.Ordinal);
            return cut && lineEnd >= 0 ? text[(lineEnd + 1)..] : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    public void Dispose() => _file?.Dispose();

    private bool NextLine(int start, bool takeRest, out int end, out int next)
    {
        var rest = _buffer.AsSpan(start, _held - start);
        var lineEnd = rest.IndexOf((byte)'\n');
        if (lineEnd >= 0 && lineEnd <= MaxLineBytes)
        {
            end = start + lineEnd;
            next = end + 1;
            return true;
        }

        if (rest.Length > MaxLineBytes)
        {
            // Not in the middle of a UTF-8 character.
            end = start + MaxLineBytes;
            while ((_buffer[end] & 0xC0) == 0x80 && end > start + MaxLineBytes - 4)
            {
                end--;
            }

            next = end;
            return true;
        }

        end = next = _held;
        return takeRest && rest.Length > 0;
    }

    private bool TryOpen()
    {
        try
        {
            _file = Open(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
