using System.Runtime.InteropServices;

namespace Palestra.Telemetry;

/// <summary>
/// A counter that shares its cache line with nothing: 64 bytes before and 56 after it, so that one core writing it does
/// not slow another that works on its neighbour. Access it with <see cref="Volatile"/> or <see cref="Interlocked"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 2 * CacheLineBytes)]
internal struct PaddedLong
{
    [NotTunable("The cache line of the processors we run on.")]
    public const int CacheLineBytes = 64;

    [FieldOffset(CacheLineBytes)]
    public long Value;
}
