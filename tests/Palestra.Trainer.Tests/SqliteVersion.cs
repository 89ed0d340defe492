using System.Buffers.Binary;

namespace Palestra.Trainer.Tests;

/// <summary>Makes a database of ours look as if a newer program had written it: its header has the version at byte 60.</summary>
internal sealed class SqliteVersion : IDisposable
{
    private readonly FileStream _file;

    private SqliteVersion(FileStream file) => _file = file;

    public static SqliteVersion Open(string path) => new(new FileStream(path, FileMode.Open, FileAccess.ReadWrite));

    public void Set(int version)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, version);
        _file.Position = 60;
        _file.Write(bytes);
    }

    public void Dispose() => _file.Dispose();
}
