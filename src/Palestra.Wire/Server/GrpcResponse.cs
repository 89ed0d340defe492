using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Palestra.Wire;

/// <summary>
/// The sending half of a server call. A lock admits one writer at a time; the first <see cref="EndAsync"/> decides the
/// status, and nothing is written after it.
/// </summary>
internal sealed class GrpcResponse(HttpContext http, GrpcCallLifetime lifetime, WireSettings settings, GrpcServerStats stats) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<KeyValuePair<string, string>> _trailers = [];
    private int _ending;
    private int _corkedBytes;
    private bool _begun;

    public int Messages { get; private set; }

    public void AddTrailer(string name, string value)
    {
        lock (_trailers)
        {
            _trailers.Add(new(name, value));
        }
    }

    public async ValueTask StartAsync()
    {
        await _writing.WaitAsync(lifetime.Token).ConfigureAwait(false);
        try
        {
            ThrowIfOver();
            await BeginAsync().ConfigureAwait(false);
            await FlushBodyAsync().ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask WriteAsync<T>(T message, bool flush)
        where T : IMessage<T>
    {
        await _writing.WaitAsync(lifetime.Token).ConfigureAwait(false);
        try
        {
            ThrowIfOver();
            await BeginAsync().ConfigureAwait(false);
            var bytes = GrpcFrames.Append(http.Response.BodyWriter, message);
            _corkedBytes += bytes;
            Messages++;
            stats.Sent(bytes);
            if (flush || _corkedBytes >= settings.CorkBytes)
            {
                await FlushBodyAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask FlushAsync()
    {
        await _writing.WaitAsync(lifetime.Token).ConfigureAwait(false);
        try
        {
            ThrowIfOver();
            if (_corkedBytes > 0)
            {
                await FlushBodyAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends the status and closes the response. Later calls wait for the first one.</summary>
    public async Task EndAsync(GrpcStatus status)
    {
        if (Interlocked.Exchange(ref _ending, 1) != 0)
        {
            await _ended.Task.ConfigureAwait(false);
            return;
        }

        stats.Ended(status.Code);
        try
        {
            await SendStatusAsync(status).ConfigureAwait(false);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task SendStatusAsync(GrpcStatus status)
    {
        if (lifetime.ClientGone)
        {
            return;
        }

        // A writer that is stuck because the client does not read must not hold up the end of an interrupted call.
        var interrupted = lifetime.Interruption is not null;
        if (!(interrupted ? _writing.Wait(0, CancellationToken.None) : await WaitForWritersAsync().ConfigureAwait(false)))
        {
            http.Features.Get<IHttpResetFeature>()?.Reset(Http2ErrorCode.Cancel);
            return;
        }

        // The lock is kept: nobody writes after the status.
        SetStatus(status);
        await http.Response.CompleteAsync().ConfigureAwait(false);
        if (interrupted)
        {
            // Else Kestrel does so when the handler returns, which may be a while.
            http.Features.Get<IHttpResetFeature>()?.Reset(Http2ErrorCode.NoError);
        }
    }

    private async Task<bool> WaitForWritersAsync()
    {
        try
        {
            await _writing.WaitAsync(lifetime.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void SetStatus(GrpcStatus status)
    {
        // Nothing sent yet: the status goes into the only header block there is ("trailers-only").
        var inHeaders = !_begun && !http.Response.HasStarted;
        Set(GrpcProtocol.StatusHeader, ((int)status.Code).ToString(CultureInfo.InvariantCulture));
        if (status.Detail.Length > 0)
        {
            Set(GrpcProtocol.MessageHeader, GrpcProtocol.EncodeMessage(status.Detail));
        }

        lock (_trailers)
        {
            foreach (var (name, value) in _trailers)
            {
                Set(name, value);
            }
        }

        void Set(string name, string value)
        {
            if (inHeaders)
            {
                http.Response.Headers.Append(name, value);
            }
            else
            {
                http.Response.AppendTrailer(name, value);
            }
        }
    }

    private async ValueTask BeginAsync()
    {
        if (!_begun)
        {
            _begun = true;
            await http.Response.StartAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Without a token: Kestrel answers a cancelled flush by ending the connection, other calls included.
    private async ValueTask FlushBodyAsync()
    {
        _corkedBytes = 0;
        await http.Response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        lifetime.Token.ThrowIfCancellationRequested();
    }

    private void ThrowIfOver()
    {
        lifetime.Token.ThrowIfCancellationRequested();
        if (Volatile.Read(ref _ending) != 0)
        {
            throw new InvalidOperationException("The call is over: its handler has returned, nothing can be sent any more.");
        }
    }

    private static class Http2ErrorCode
    {
        public const int NoError = 0;
        public const int Cancel = 8;
    }
}
