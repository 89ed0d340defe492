using System.Collections.Concurrent;
using System.IO.Compression;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Encoders and payloads that are kept and used again: as many encoders as threads were encoding at once, since theirs are
/// the large buffers, and as many payloads as waited for the writer. Any thread.
/// </summary>
internal sealed class BlockEncoders(StorageSettings settings)
{
    private readonly ConcurrentBag<BlockEncoder> _encoders = [];
    private readonly ConcurrentBag<ByteWriter> _payloads = [];
    private readonly CompressionLevel _level = settings.Compression switch
    {
        "smallest" => CompressionLevel.SmallestSize,
        "fastest" => CompressionLevel.Fastest,
        _ => CompressionLevel.Optimal,
    };

    /// <param name="parts">Consecutive batches of one stream and one layout, at least one.</param>
    public (ByteWriter Payload, int Encoding) Encode(IReadOnlyList<StepBatch> parts, bool hurry)
    {
        var encoder = _encoders.TryTake(out var idle) ? idle : new BlockEncoder(_level) { WidestDeltaRowBytes = settings.DeltaRowBytes };
        var payload = _payloads.TryTake(out var used) ? used : new ByteWriter();
        encoder.Encode(parts, hurry, payload);
        var encoding = encoder.Encoding;
        _encoders.Add(encoder);
        return (payload, encoding);
    }

    /// <summary>The payload has been written.</summary>
    public void GiveBack(ByteWriter payload) => _payloads.Add(payload);
}
