namespace Palestra.Wire;

/// <summary>
/// The received messages of a call. One reader at a time; who enumerates again goes on where the last one stopped. An
/// enumerator may be disposed while its read is pending (a reader that lost its patience): the read is cancelled.
/// </summary>
/// <param name="read">The next message, or <c>null</c> at the end.</param>
/// <param name="ended">Ends every read, with the call.</param>
internal sealed class MessageStream<T>(Func<CancellationToken, ValueTask<T?>> read, CancellationToken ended) : IAsyncEnumerable<T>
    where T : class
{
    private readonly CancellationToken _ended = ended;
    private int _reading;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(this, cancellationToken);

    private async ValueTask<T?> NextAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0)
        {
            throw new InvalidOperationException("Another reader is waiting for the next message of this call; a call has one reader at a time.");
        }

        try
        {
            return await read(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }

    private sealed class Enumerator : IAsyncEnumerator<T>
    {
        private readonly MessageStream<T> _stream;
        private readonly CancellationTokenSource _disposed;
        private readonly CancellationToken _token;
        private int _disposals;

        public Enumerator(MessageStream<T> stream, CancellationToken cancellationToken)
        {
            _stream = stream;
            _disposed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stream._ended);
            _token = _disposed.Token;
        }

        public T Current { get; private set; } = null!;

        public async ValueTask<bool> MoveNextAsync()
        {
            if (await _stream.NextAsync(_token).ConfigureAwait(false) is not { } message)
            {
                return false;
            }

            Current = message;
            return true;
        }

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _disposals, 1) == 0)
            {
                await _disposed.CancelAsync().ConfigureAwait(false);
                _disposed.Dispose();
            }
        }
    }
}
