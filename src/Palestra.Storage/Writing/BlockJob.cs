using System.IO.Compression;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// A sealed block on its way to the file, encoded by whoever comes first: a thread of the pool, or the writer itself
/// when it needs the result, so that a busy pool delays nothing. Begun and finished by the writer's thread, in turn.
/// </summary>
internal sealed class BlockJob(CompressionLevel level, int widestDeltaRowBytes) : IThreadPoolWorkItem, IDisposable
{
    private const int Free = 0;
    private const int Taken = 1;

    private readonly ManualResetEventSlim _done = new();
    private readonly BlockEncoder _encoder = new(level) { WidestDeltaRowBytes = widestDeltaRowBytes };
    private IReadOnlyList<StepBatch> _parts = [];
    private bool _hurry;
    private Exception? _failure;

    // A work item left in the pool's queue from an earlier block may take a later one: it is the same work.
    private int _state = Taken;

    public BlockRow Row { get; private set; }

    /// <param name="parts">Taken over.</param>
    public void Begin(BlockRow row, IReadOnlyList<StepBatch> parts, bool hurry)
    {
        (Row, _parts, _hurry, _failure) = (row, parts, hurry, null);
        _done.Reset();
        Volatile.Write(ref _state, Free);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Nothing is left to wait for.</summary>
    public bool IsDone => _done.IsSet;

    public void Execute() => TryExecute();

    /// <returns>Whether it was still to be done, and is done now.</returns>
    public bool TryExecute()
    {
        if (Interlocked.CompareExchange(ref _state, Taken, Free) != Free)
        {
            return false;
        }

        try
        {
            _encoder.Encode(_parts, _hurry);
        }
        catch (Exception e)
        {
            // Thrown where it is waited for: this may be a thread of the pool.
            _failure = e;
        }

        _parts = [];
        _done.Set();
        return true;
    }

    /// <returns>The encoder with the payload, valid until the next <see cref="Begin"/>.</returns>
    public BlockEncoder Finish()
    {
        Execute();
        _done.Wait();
        return _failure is null ? _encoder : throw new InvalidOperationException($"A block could not be encoded: {_failure.Message}", _failure);
    }

    public void Dispose()
    {
        if (_parts.Count > 0)
        {
            Execute();
            _done.Wait();
        }

        _done.Dispose();
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
