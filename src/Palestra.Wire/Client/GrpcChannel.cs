using Google.Protobuf;

namespace Palestra.Wire;

/// <summary>
/// A server's address and the HTTP/2 connections to it. Thread-safe; one per server is enough. Connects with the first
/// call, and again with the next call after a loss. Disposing ends all calls.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    /// <param name="address">For example <c>http://127.0.0.1:50055</c>.</param>
    public GrpcChannel(Uri address, WireSettings settings) => Address = address;

    public Uri Address { get; }

    /// <inheritdoc cref="Duplex{TReq, TRes}(string, string, GrpcCallOptions, CancellationToken)"/>
    public GrpcClientCall<TReq, TRes> Duplex<TReq, TRes>(string service, string method, CancellationToken cancellationToken = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new() =>
        Duplex<TReq, TRes>(service, method, GrpcCallOptions.Default, cancellationToken);

    /// <summary>Begins a call whose two directions are independent. Returns at once; a failure to connect shows in its reads and writes.</summary>
    public GrpcClientCall<TReq, TRes> Duplex<TReq, TRes>(
        string service, string method, GrpcCallOptions options, CancellationToken cancellationToken = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new() => throw new NotImplementedException();

    /// <inheritdoc cref="UnaryAsync{TReq, TRes}(string, string, TReq, GrpcCallOptions, CancellationToken)"/>
    public Task<TRes> UnaryAsync<TReq, TRes>(string service, string method, TReq request, CancellationToken cancellationToken = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new() =>
        UnaryAsync<TReq, TRes>(service, method, request, GrpcCallOptions.Default, cancellationToken);

    /// <summary>One request, one response.</summary>
    /// <exception cref="GrpcStatusException">The server answered with a status, or cannot be reached.</exception>
    public Task<TRes> UnaryAsync<TReq, TRes>(
        string service, string method, TReq request, GrpcCallOptions options, CancellationToken cancellationToken = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new() => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
