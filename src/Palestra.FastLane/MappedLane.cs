using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Palestra.FastLane;

/// <summary>A mapped segment. Not thread-safe: one owner uses and disposes it.</summary>
internal sealed unsafe class MappedLane : IDisposable
{
    private readonly FileStream _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _base;

    private MappedLane(FileStream file, MemoryMappedFile map, MemoryMappedViewAccessor view, LaneGeometry geometry)
    {
        _file = file;
        _map = map;
        _view = view;
        Geometry = geometry;
        byte* address = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref address);
        _base = address + view.PointerOffset;
    }

    public LaneGeometry Geometry { get; }

    public byte* Header => _base;

    private SafeFileHandle Handle => _file.SafeFileHandle;

    /// <summary>The file is still as long as the mapping: nobody cut it, so reading it cannot end in a SIGBUS.</summary>
    public bool IsWhole => RandomAccess.GetLength(Handle) >= LaneLayout.FileBytes(Geometry);

    public byte* Slot(long number) =>
        _base + LaneLayout.HeaderBytes + ((number - 1) % Geometry.Capacity * Geometry.SlotBytes);

    /// <summary>Maps all of an open file, whose length the caller has checked or set. Takes the file over.</summary>
    public static MappedLane Map(FileStream file, LaneGeometry geometry, MemoryMappedFileAccess access)
    {
        var bytes = LaneLayout.FileBytes(geometry);
        var map = MemoryMappedFile.CreateFromFile(file, null, 0, access, HandleInheritability.None, leaveOpen: true);
        return new MappedLane(file, map, map.CreateViewAccessor(0, bytes, access), geometry);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }
}
