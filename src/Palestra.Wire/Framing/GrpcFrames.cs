using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace Palestra.Wire;

/// <summary>The sending side of <see cref="GrpcFrameReader{T}"/>; messages are never compressed.</summary>
internal static class GrpcFrames
{
    /// <summary>One byte of flags and four of length.</summary>
    [NotTunable("The gRPC protocol's frame: one byte of flags, four of length.")]
    public const int HeaderBytes = 5;

    /// <summary>Appends the message in one piece.</summary>
    /// <returns>Bytes written, the header included.</returns>
    public static int Append<T>(IBufferWriter<byte> output, T message)
        where T : IMessage<T>
    {
        var size = message.CalculateSize();
        var span = output.GetSpan(HeaderBytes + size);
        span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], size);
        message.WriteTo(span.Slice(HeaderBytes, size));
        output.Advance(HeaderBytes + size);
        return HeaderBytes + size;
    }
}
