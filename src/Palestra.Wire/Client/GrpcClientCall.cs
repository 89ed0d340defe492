using System.Buffers;
using Google.Protobuf;

namespace Palestra.Wire;

/// <summary>
/// One call as the client sees it. Writes may come from any number of threads at once; responses have a single reader.
/// Disposing a call that is not over cancels it.
/// </summary>
public sealed class GrpcClientCall<TReq, TRes> : IDisposable
    where TReq : class, IMessage<TReq>, new()
    where TRes : class, IMessage<TRes>, new()
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly StreamingContent _content;
    private readonly GrpcClientResponse<TRes> _response;
    private readonly WireSettings _settings;
    private ArrayBufferWriter<byte> _corked = new();
    private bool _completed;
    private bool _refused;

    internal GrpcClientCall(GrpcChannel channel, string path, GrpcCallOptions options, CancellationToken cancellationToken)
    {
        _settings = channel.Settings;
        _content = new StreamingContent();
        _response = new GrpcClientResponse<TRes>(channel, path, _content, options, cancellationToken);
        Responses = new MessageStream<TRes>(_response.ReadAsync, _response.Ended);
    }

    /// <summary>
    /// The server's messages in order. Ends when the server ends the call with OK, else throws
    /// <see cref="GrpcStatusException"/>. One reader at a time; who enumerates again goes on where the last one stopped. A
    /// token given to the enumeration cancels the read, not the call.
    /// </summary>
    public IAsyncEnumerable<TRes> Responses { get; }

    /// <summary>How the call ended: done once the end of <see cref="Responses"/> was read or the call failed. Never faults.</summary>
    public Task<GrpcStatus> Status => _response.Status;

    /// <summary>The one response of a unary or client-streaming method.</summary>
    /// <exception cref="GrpcStatusException">The call failed, or the server sent none or several.</exception>
    public async Task<TRes> ReadResponseAsync(CancellationToken cancellationToken = default)
    {
        TRes? only = null;
        await foreach (var response in Responses.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            only = only is null
                ? response
                : throw new GrpcStatusException(GrpcStatusCode.Unimplemented, "The server sent several responses where the method has exactly one.");
        }

        return only ?? throw new GrpcStatusException(GrpcStatusCode.Unimplemented, "The server sent no response where the method has exactly one.");
    }

    /// <param name="message">Serialised by the time the task is done; may be reused then.</param>
    /// <param name="flush"><c>false</c> corks: the message waits for the next flush, or until enough has gathered.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn to write; once it came, ends the whole call.</param>
    /// <exception cref="GrpcStatusException">
    /// The call is over; the last word on why is <see cref="Status"/>. As with any stream, a write that succeeded proves
    /// only that the message was sent: what the server did with it, the server must say.
    /// </exception>
    public async ValueTask WriteAsync(TReq message, bool flush = true, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfOver();
            GrpcFrames.Append(_corked, message);
            if (flush || _corked.WrittenCount >= _settings.CorkBytes)
            {
                await SendCorkedAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends what was corked.</summary>
    /// <exception cref="GrpcStatusException">The call is over.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfOver();
            await SendCorkedAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Half-closes: sends what was corked and says that no more messages follow. Responses can still come. Does nothing
    /// to a call that is over and has nothing corked.
    /// </summary>
    /// <exception cref="GrpcStatusException">The call is over and what was corked cannot be sent.</exception>
    public async ValueTask CompleteAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_completed)
            {
                if (_corked.WrittenCount > 0)
                {
                    ThrowIfOver();
                    await SendCorkedAsync(CancellationToken.None).ConfigureAwait(false);
                }

                _completed = true;
                _content.Complete();
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    // The lock is left to the garbage collector: a writer may still hold it.
    public void Dispose() => _response.Dispose();

    private async ValueTask SendCorkedAsync(CancellationToken cancellationToken)
    {
        if (_corked.WrittenCount == 0)
        {
            return;
        }

        try
        {
            using var registration = cancellationToken.UnsafeRegister(static response => ((GrpcClientResponse<TRes>)response!).Cancel(), _response);
            var stream = await _content.Stream.WaitAsync(_response.Ended).ConfigureAwait(false);
            await stream.WriteAsync(_corked.WrittenMemory, _response.Ended).ConfigureAwait(false);
            await stream.FlushAsync(_response.Ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_response.EndedByServer || !_response.Ended.IsCancellationRequested)
        {
            // The server ended the call while this was under way. It may have taken the message and answered it, so this
            // is no failure yet; what is written after it is.
            _refused = true;
        }
        catch (Exception e) when (e is not GrpcStatusException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new GrpcStatusException(await _response.StatusAfterFailedWriteAsync(e).ConfigureAwait(false), e);
        }

        if (_corked.Capacity > (long)_settings.KeptCorks * _settings.CorkBytes)
        {
            _corked = new ArrayBufferWriter<byte>();
        }

        _corked.ResetWrittenCount();
    }

    private void ThrowIfOver()
    {
        if (_completed)
        {
            throw new InvalidOperationException("The call was completed: no message can follow.");
        }

        if (_refused || Status.IsCompletedSuccessfully)
        {
            throw new GrpcStatusException(_response.StatusForWriter());
        }
    }
}
