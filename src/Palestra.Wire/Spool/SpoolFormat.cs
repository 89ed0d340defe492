using System.Buffers.Binary;
using Google.Protobuf;

namespace Palestra.Wire;

/// <summary>
/// The bytes of a spool, as docs/formats/spool.md describes them: a header, then records, each a message of
/// <c>palestra.v1</c> with its length, its kind and a CRC-32 over all of these.
/// </summary>
[NotTunable("Sizes and offsets of the spool's format (docs/formats/spool.md).")]
internal static class SpoolFormat
{
    public const uint Version = 1;

    public const int HeaderBytes = 16;

    /// <summary>CRC-32, length of the payload, kind.</summary>
    public const int RecordHeaderBytes = 9;

    private const int VersionAt = 8;
    private const int HeaderCrcAt = 12;
    private const int LengthAt = 4;
    private const int KindAt = 8;

    private static ReadOnlySpan<byte> Magic => "PALSPOOL"u8;

    public static byte[] Header()
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(VersionAt), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(HeaderCrcAt), Crc32.Of(header.AsSpan(0, HeaderCrcAt)));
        return header;
    }

    /// <returns><c>null</c>, or one sentence that says why this is no spool that can be read.</returns>
    public static string? HeaderError(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderBytes || !header.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(header[HeaderCrcAt..]) != Crc32.Of(header[..HeaderCrcAt]))
        {
            return "it does not begin with the header of a spool";
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[VersionAt..]);
        return version == Version ? null : $"it has version {version}, and {Version} is understood";
    }

    /// <summary>Bytes that the record of this message takes.</summary>
    public static int RecordBytes(V1.WorkerMessage message) => RecordHeaderBytes + Payload(message).Message.CalculateSize();

    /// <param name="record">As long as <see cref="RecordBytes"/> says.</param>
    public static void Write(V1.WorkerMessage message, Span<byte> record)
    {
        var (kind, payload) = Payload(message);
        BinaryPrimitives.WriteInt32LittleEndian(record[LengthAt..], record.Length - RecordHeaderBytes);
        record[KindAt] = (byte)kind;
        payload.WriteTo(record[RecordHeaderBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record, Crc32.Of(record[LengthAt..]));
    }

    public static uint PayloadBytes(ReadOnlySpan<byte> recordHeader) => BinaryPrimitives.ReadUInt32LittleEndian(recordHeader[LengthAt..]);

    /// <returns>The message, or <c>null</c> if these bytes are not a sound record.</returns>
    public static V1.WorkerMessage? Parse(ReadOnlySpan<byte> record)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != Crc32.Of(record[LengthAt..]))
        {
            return null;
        }

        var payload = record[RecordHeaderBytes..];
        try
        {
            return (SpoolRecordKind)record[KindAt] switch
            {
                SpoolRecordKind.Steps => new() { Steps = V1.StepBatch.Parser.ParseFrom(payload) },
                SpoolRecordKind.Episode => new() { Episode = V1.EpisodeFinalized.Parser.ParseFrom(payload) },
                SpoolRecordKind.Log => new() { Log = V1.LogRecord.Parser.ParseFrom(payload) },
                SpoolRecordKind.Finished => new() { Finished = V1.Finished.Parser.ParseFrom(payload) },
                _ => null,
            };
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static (SpoolRecordKind Kind, IMessage Message) Payload(V1.WorkerMessage message) => message.BodyCase switch
    {
        V1.WorkerMessage.BodyOneofCase.Steps => (SpoolRecordKind.Steps, message.Steps),
        V1.WorkerMessage.BodyOneofCase.Episode => (SpoolRecordKind.Episode, message.Episode),
        V1.WorkerMessage.BodyOneofCase.Log => (SpoolRecordKind.Log, message.Log),
        V1.WorkerMessage.BodyOneofCase.Finished => (SpoolRecordKind.Finished, message.Finished),
        _ => throw new ArgumentException($"A {message.BodyCase} is not kept in a spool: steps, episode, log and finished are.", nameof(message)),
    };
}

/// <summary>What a record holds. On disk: never change a number.</summary>
internal enum SpoolRecordKind : byte
{
    Steps = 1,
    Episode = 2,
    Log = 3,
    Finished = 4,
}
