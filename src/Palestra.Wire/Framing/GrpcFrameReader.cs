using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Palestra.Wire;

/// <summary>
/// Takes messages out of a byte stream: one byte of flags, four of length (big-endian), then the message. Messages are
/// parsed where they lie in the pipe. Single reader. Every malformed input becomes a <see cref="GrpcStatusException"/>.
/// </summary>
internal sealed class GrpcFrameReader<T>(PipeReader pipe, string? encoding, int maxMessageBytes)
    where T : class, IMessage<T>, new()
{
    private const byte Compressed = 1;
    private static readonly MessageParser<T> Parser = new(() => new T());

    /// <summary>Bytes of the last message with its frame, as they travelled.</summary>
    public int LastFrameBytes { get; private set; }

    /// <returns>The next message, or <c>null</c> at the end.</returns>
    public async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var consumed = buffer.Start;
            var examined = buffer.End;
            try
            {
                if (TryTake(buffer, out var frame, out var flags))
                {
                    var message = Parse(frame, flags);
                    LastFrameBytes = GrpcFrames.HeaderBytes + (int)frame.Length;
                    consumed = examined = frame.End;
                    return message;
                }

                if (result.IsCompleted)
                {
                    consumed = buffer.End;
                    return buffer.IsEmpty ? null : throw CutOff(buffer);
                }
            }
            finally
            {
                pipe.AdvanceTo(consumed, examined);
            }
        }
    }

    private bool TryTake(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame, out byte flags)
    {
        frame = default;
        flags = 0;
        if (buffer.Length < GrpcFrames.HeaderBytes)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[GrpcFrames.HeaderBytes];
        buffer.Slice(0, GrpcFrames.HeaderBytes).CopyTo(header);
        flags = header[0];
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);

        // Both are judged before the bytes arrive, so that nobody can make us wait for, or keep, what we shall refuse.
        if (flags > Compressed)
        {
            throw new GrpcStatusException(
                GrpcStatusCode.Internal, $"A message frame begins with flags {flags}: 0 (plain) and 1 (compressed) are allowed.");
        }

        if (length > maxMessageBytes)
        {
            throw TooLarge($"{length}");
        }

        if (buffer.Length - GrpcFrames.HeaderBytes < length)
        {
            return false;
        }

        frame = buffer.Slice(GrpcFrames.HeaderBytes, length);
        return true;
    }

    private T Parse(ReadOnlySequence<byte> frame, byte flags)
    {
        var bytes = flags == Compressed ? Decompress(frame) : frame;
        try
        {
            return Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new GrpcStatusException(
                GrpcStatusCode.Internal, $"A message of {bytes.Length} bytes is not a valid {new T().Descriptor.FullName}: {e.Message}", e);
        }
    }

    private ReadOnlySequence<byte> Decompress(ReadOnlySequence<byte> frame)
    {
        switch (encoding)
        {
            case "gzip":
                return Gunzip(frame);
            case null or "" or "identity":
                throw new GrpcStatusException(
                    GrpcStatusCode.Internal, $"A message is marked as compressed, but {GrpcProtocol.EncodingHeader} names no compression.");
            default:
                throw new GrpcStatusException(
                    GrpcStatusCode.Unimplemented, $"Compression '{encoding}' is not supported: {GrpcProtocol.AcceptedEncodings} are.");
        }
    }

    private ReadOnlySequence<byte> Gunzip(ReadOnlySequence<byte> frame)
    {
        using var source = new MemoryStream(frame.ToArray(), writable: false);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        var plain = new ArrayBufferWriter<byte>();
        try
        {
            int read;
            while ((read = gzip.Read(plain.GetSpan(1))) > 0)
            {
                plain.Advance(read);
                if (plain.WrittenCount > maxMessageBytes)
                {
                    throw TooLarge($"more than {maxMessageBytes} (decompressed)");
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new GrpcStatusException(GrpcStatusCode.Internal, $"A message of {frame.Length} bytes is not valid gzip.", e);
        }

        return new ReadOnlySequence<byte>(plain.WrittenMemory);
    }

    private GrpcStatusException TooLarge(string size) => new(
        GrpcStatusCode.ResourceExhausted,
        $"A message of {size} bytes is too large: at most {maxMessageBytes} are accepted (wire.max_message_bytes); send smaller batches.");

    private static GrpcStatusException CutOff(ReadOnlySequence<byte> rest) => new(
        GrpcStatusCode.Internal, $"The stream ends in the middle of a message: {rest.Length} bytes of it arrived.");
}
