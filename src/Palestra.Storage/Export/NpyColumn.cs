using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// One array of an npz file, gathered in a temporary file. Texts (JSON of foreign workers, agent ids) become bytes of
/// the longest one's length, <c>|S…</c>, so that no array holds Python objects.
/// </summary>
internal sealed class NpyColumn : IDisposable
{
    [NotTunable("One pass through a temporary file: the size of its pieces shows in the number of system calls only.")]
    private const int BufferBytes = 1 << 16;
    private const int HeaderAlignment = 64;

    private readonly DType _dtype;
    private readonly int[] _shape;
    private readonly FileStream _rows;
    private long _count;
    private int _longest = 1;

    public NpyColumn(string name, DType dtype, IReadOnlyList<int>? shape = null)
    {
        Name = name;
        _dtype = dtype;
        _shape = [.. shape ?? []];
        var path = Path.Combine(Path.GetTempPath(), $"palestra-{Guid.NewGuid():N}.npy");
        _rows = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose);
    }

    public string Name { get; }

    public bool Accepts(StepColumn rows) => rows.DType == _dtype && rows.Shape.SequenceEqual(_shape);

    public void Add<T>(T value)
        where T : unmanaged
    {
        _rows.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        _count++;
    }

    public void AddText(ReadOnlySpan<byte> text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        _rows.Write(length);
        _rows.Write(text);
        _longest = Math.Max(_longest, text.Length);
        _count++;
    }

    public void AddRows(StepColumn rows)
    {
        if (!rows.IsJson)
        {
            _rows.Write(rows.Data.Span);
            _count += rows.Count;
            return;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            AddText(rows.Row(i));
        }
    }

    public void WriteTo(Stream output)
    {
        output.Write(Header());
        _rows.Position = 0;
        if (_dtype != DType.Json)
        {
            _rows.CopyTo(output);
            return;
        }

        var padded = new byte[_longest];
        Span<byte> length = stackalloc byte[4];
        for (long i = 0; i < _count; i++)
        {
            _rows.ReadExactly(length);
            var text = padded.AsSpan(0, BinaryPrimitives.ReadInt32LittleEndian(length));
            _rows.ReadExactly(text);
            padded.AsSpan(text.Length).Clear();
            output.Write(padded);
        }
    }

    public void Dispose() => _rows.Dispose();

    public override string ToString() => $"{_dtype} [{string.Join(", ", _shape)}]";

    /// <summary>NumPy's format 1.0: magic, version, length, a Python dictionary padded to 64 bytes.</summary>
    [NotTunable("NumPy's format 1.0 says how long what stands before the dictionary is.")]
    private byte[] Header()
    {
        var shape = string.Concat(_shape.Select(extent => (long)extent).Prepend(_count).Select(extent => string.Create(CultureInfo.InvariantCulture, $"{extent}, ")));
        var dictionary = $"{{'descr': '{Descriptor()}', 'fortran_order': False, 'shape': ({shape.TrimEnd()}), }}";
        const int PrefixBytes = 10;
        var total = (PrefixBytes + dictionary.Length + 1 + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment;
        var header = new byte[total];
        "NUMPY"u8.CopyTo(header.AsSpan(1));
        header[0] = 0x93;
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - PrefixBytes));
        header.AsSpan(PrefixBytes).Fill((byte)' ');
        Encoding.ASCII.GetBytes(dictionary, header.AsSpan(PrefixBytes));
        header[^1] = (byte)'\n';
        return header;
    }

    private string Descriptor() => _dtype switch
    {
        DType.UInt8 => "|u1",
        DType.Int8 => "|i1",
        DType.UInt16 => "<u2",
        DType.Int16 => "<i2",
        DType.UInt32 => "<u4",
        DType.Int32 => "<i4",
        DType.UInt64 => "<u8",
        DType.Int64 => "<i8",
        DType.Float32 => "<f4",
        DType.Float64 => "<f8",
        DType.Bool => "|b1",
        _ => string.Create(CultureInfo.InvariantCulture, $"|S{_longest}"),
    };
}
