using Google.Protobuf;

namespace Palestra.Wire;

/// <summary>
/// A server's address and the HTTP/2 connections to it. Thread-safe; one per server is enough. Connects with the first
/// call, and again with the next call after a loss. Disposing ends all calls.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private int _disposed;

    /// <param name="address">For example <c>http://127.0.0.1:50055</c>.</param>
    /// <param name="settings">Shared with the server's side where both are ours.</param>
    /// <param name="clock">Times deadlines; the system's when left out.</param>
    public GrpcChannel(Uri address, WireSettings settings, TimeProvider? clock = null)
    {
        Address = address;
        Settings = settings;
        Clock = clock ?? TimeProvider.System;
        Closed = _closed.Token;
        Http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectTimeout = settings.ConnectTimeout,
            InitialHttp2StreamWindowSize = settings.StreamWindowBytes,
            KeepAlivePingDelay = settings.KeepAliveDelay,
            KeepAlivePingTimeout = settings.KeepAliveTimeout,

            // Other people's servers end connections that are pinged while idle.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        });
    }

    public Uri Address { get; }

    internal WireSettings Settings { get; }

    internal TimeProvider Clock { get; }

    internal HttpMessageInvoker Http { get; }

    internal CancellationToken Closed { get; }

    /// <inheritdoc cref="Duplex{TReq, TRes}(string, string, GrpcCallOptions, CancellationToken)"/>
    public GrpcClientCall<TReq, TRes> Duplex<TReq, TRes>(string service, string method, CancellationToken cancellationToken = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new() =>
        Duplex<TReq, TRes>(service, method, GrpcCallOptions.Default, cancellationToken);

    /// <summary>
    /// Begins a call whose two directions are independent; methods with a single request or response can be called this
    /// way too. Returns at once: a failure to connect shows in the call's reads and writes.
    /// </summary>
    public GrpcClientCall<TReq, TRes> Duplex<TReq, TRes>(
        string service, string method, GrpcCallOptions options, CancellationToken cancellationToken = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new()
    {
        ObjectDisposedException.ThrowIf(Closed.IsCancellationRequested, this);
        return new GrpcClientCall<TReq, TRes>(this, $"/{service}/{method}", options, cancellationToken);
    }

    /// <inheritdoc cref="UnaryAsync{TReq, TRes}(string, string, TReq, GrpcCallOptions, CancellationToken)"/>
    public Task<TRes> UnaryAsync<TReq, TRes>(string service, string method, TReq request, CancellationToken cancellationToken = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new() =>
        UnaryAsync<TReq, TRes>(service, method, request, GrpcCallOptions.Default, cancellationToken);

    /// <summary>One request, one response.</summary>
    /// <exception cref="GrpcStatusException">The server answered with a status, or cannot be reached.</exception>
    public async Task<TRes> UnaryAsync<TReq, TRes>(
        string service, string method, TReq request, GrpcCallOptions options, CancellationToken cancellationToken = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new()
    {
        using var call = Duplex<TReq, TRes>(service, method, options, cancellationToken);
        try
        {
            await call.WriteAsync(request, flush: false, CancellationToken.None).ConfigureAwait(false);
            await call.CompleteAsync().ConfigureAwait(false);
        }
        catch (GrpcStatusException)
        {
            // A server may refuse before it has the whole request. Its status is read below.
        }

        return await call.ReadResponseAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _closed.Cancel();
            Http.Dispose();
            _closed.Dispose();
        }
    }
}
