using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// A block on its way to the file, encoded by whoever comes first: a thread of the pool, or the writer itself when it
/// needs the result, so that a busy pool delays nothing.
/// </summary>
/// <param name="parts">Taken over.</param>
internal sealed class BlockJob(BlockRow row, IReadOnlyList<StepBatch> parts, bool hurry, BlockEncoders encoders) : IThreadPoolWorkItem
{
    private readonly object _ended = new();
    private bool _isDone;
    private IReadOnlyList<StepBatch> _parts = parts;
    private ByteWriter? _payload;
    private Exception? _failure;
    private int _taken;

    public BlockRow Row { get; } = row;

    /// <summary>The segments from its first step on become this block.</summary>
    public bool ReplacesSegments { get; init; }

    /// <summary>Bytes of its actions and observations.</summary>
    public long Bytes { get; init; }

    /// <summary>Somebody else is encoding it, or has.</summary>
    public bool IsTaken => Volatile.Read(ref _taken) != 0;

    /// <summary>Kept by <see cref="BlocksAhead"/>.</summary>
    public bool IsAhead { get; set; }

    /// <summary>Nothing is left to wait for.</summary>
    public bool IsDone => Volatile.Read(ref _isDone);

    /// <summary>Valid once it is done.</summary>
    public int Encoding { get; private set; }

    public void Execute() => TryExecute();

    /// <returns>Whether it was still to be done, and is done now.</returns>
    public bool TryExecute()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            return false;
        }

        try
        {
            (_payload, Encoding) = encoders.Encode(_parts, hurry);
        }
        catch (Exception e)
        {
            // Thrown where it is waited for: this may be a thread of the pool.
            _failure = e;
        }

        _parts = [];
        lock (_ended)
        {
            Volatile.Write(ref _isDone, true);
            Monitor.Pulse(_ended);
        }

        return true;
    }

    /// <returns>The payload, to be given back to the encoders.</returns>
    public ByteWriter Finish()
    {
        if (!TryExecute())
        {
            lock (_ended)
            {
                while (!_isDone)
                {
                    Monitor.Wait(_ended);
                }
            }
        }

        return _payload ?? throw new InvalidOperationException($"A block could not be encoded: {_failure!.Message}", _failure);
    }
}

/// <summary>What a block's row holds beside its payload.</summary>
internal readonly record struct BlockRow(
    int StreamId, long FirstSeq, int Count, long FirstEpisode, long LastEpisode, bool Sealed, byte[] Sha256)
{
    public static BlockRow Of(StreamTail tail, IReadOnlyList<StepBatch> parts, bool isSealed) => new(
        tail.Id, parts[0].FirstSeq, (int)(parts[^1].LastSeq - parts[0].FirstSeq + 1), parts[0].Episodes[0], parts[^1].Episodes[^1],
        isSealed, tail.Receipt.Value);
}
