using System.Security.Cryptography;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// The running receipt of one stream (docs/formats/receipt.md): SHA-256 chained over chunks of 4,096 steps at fixed
/// sequence numbers, so that it depends on the steps alone and can be continued from any stored value. One thread.
/// </summary>
internal sealed class ReceiptHash : IDisposable
{
    /// <summary>Steps of one link of the chain. Part of the format: never change it.</summary>
    [NotTunable("Part of the receipt's format: other links, other receipts.")]
    public const int ChunkSteps = 4096;

    public const int SizeBytes = SHA256.HashSizeInBytes;

    /// <summary>Keeps the canonical bytes of small rows within the first-level cache.</summary>
    [NotTunable("How much is hashed at once: the receipt is the same for every value.")]
    private const int RowsAtOnce = 256;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CanonicalSteps _canonical = new();
    private byte[] _value;
    private bool _valueIsCurrent = true;

    /// <param name="before">The receipt at the end of the chunk before; 32 zero bytes at the start of a stream.</param>
    /// <param name="seq">The sequence number that <paramref name="before"/> covers: a multiple of <see cref="ChunkSteps"/>.</param>
    public ReceiptHash(ReadOnlySpan<byte> before, long seq)
    {
        if (seq % ChunkSteps != 0 || before.Length != SizeBytes)
        {
            throw new ArgumentException($"A receipt can be continued at multiples of {ChunkSteps}, not at {seq}.", nameof(seq));
        }

        _value = before.ToArray();
        _hash.AppendData(_value);
        Seq = seq;
    }

    public ReceiptHash()
        : this(new byte[SizeBytes], 0)
    {
    }

    /// <summary>Last sequence number covered.</summary>
    public long Seq { get; private set; }

    /// <summary>The receipt of steps 1 to <see cref="Seq"/>. Not to be written to.</summary>
    public byte[] Value
    {
        get
        {
            if (!_valueIsCurrent)
            {
                _value = _hash.GetCurrentHash();
                _valueIsCurrent = true;
            }

            return _value;
        }
    }

    /// <param name="batch">Must begin with the next sequence number.</param>
    public void Append(StepBatch batch)
    {
        var done = 0;
        while (done < batch.Count)
        {
            var room = ChunkSteps - (int)(Seq % ChunkSteps);
            var take = Math.Min(Math.Min(room, RowsAtOnce), batch.Count - done);
            _hash.AppendData(_canonical.Of(batch, done, take));
            Seq += take;
            done += take;
            _valueIsCurrent = false;
            if (take == room)
            {
                _value = _hash.GetHashAndReset();
                _valueIsCurrent = true;
                _hash.AppendData(_value);
            }
        }
    }

    public void Dispose() => _hash.Dispose();
}
