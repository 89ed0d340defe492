using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Palestra.Wire;

/// <summary>
/// One call as its handler sees it. Writes may come from any number of threads at once and go out one after the other;
/// requests have a single reader. The call is over when the handler returns: nothing may be read or written afterwards.
/// </summary>
public sealed class GrpcServerCall<TReq, TRes>
    where TReq : class, IMessage<TReq>, new()
    where TRes : class, IMessage<TRes>, new()
{
    private readonly GrpcFrameReader<TReq> _reader;
    private readonly GrpcResponse _response;
    private readonly GrpcCallLifetime _lifetime;
    private readonly GrpcServerStats _stats;

    internal GrpcServerCall(HttpContext http, GrpcResponse response, GrpcCallLifetime lifetime, WireSettings settings, GrpcServerStats stats)
    {
        HttpContext = http;
        _response = response;
        _lifetime = lifetime;
        _stats = stats;
        string? encoding = http.Request.Headers[GrpcProtocol.EncodingHeader];
        _reader = new GrpcFrameReader<TReq>(http.Request.BodyReader, encoding, settings.MaxMessageBytes);
        Requests = new MessageStream<TReq>(ReadAsync, lifetime.Token);
    }

    /// <summary>
    /// The client's messages in order, until it half-closes. One reader at a time; who enumerates again goes on where the
    /// last one stopped. Throws <see cref="GrpcStatusException"/> for
    /// a malformed or oversized message (let it through: it is the answer), and
    /// <see cref="OperationCanceledException"/> when the client is gone, the deadline has passed, or the token given to the
    /// enumeration is cancelled.
    /// </summary>
    public IAsyncEnumerable<TReq> Requests { get; }

    /// <summary>Ends when the client is gone, the deadline has passed, or the server shuts down.</summary>
    public CancellationToken Cancellation => _lifetime.Token;

    /// <summary>When the client stops waiting; <c>null</c> if it waits for ever.</summary>
    public DateTimeOffset? Deadline => _lifetime.Deadline;

    /// <summary>The metadata the client sent; names are compared without regard to case.</summary>
    public IHeaderDictionary Metadata => HttpContext.Request.Headers;

    /// <summary>Address and port of the client.</summary>
    public string Peer => $"{HttpContext.Connection.RemoteIpAddress}:{HttpContext.Connection.RemotePort}";

    public HttpContext HttpContext { get; }

    /// <summary>The one request of a unary or server-streaming method.</summary>
    /// <exception cref="GrpcStatusException">The client sent none, or more than one.</exception>
    public async Task<TReq> ReadRequestAsync()
    {
        var request = await ReadAsync(_lifetime.Token).ConfigureAwait(false)
            ?? throw new GrpcStatusException(GrpcStatusCode.Unimplemented, "The call carried no request message; the method takes exactly one.");
        return await ReadAsync(_lifetime.Token).ConfigureAwait(false) is null
            ? request
            : throw new GrpcStatusException(GrpcStatusCode.Unimplemented, "The call carried several request messages; the method takes exactly one.");
    }

    /// <summary>Adds a trailer that goes out with the status. Thread-safe.</summary>
    public void AddTrailer(string name, string value) => _response.AddTrailer(name, value);

    /// <summary>Sends the response headers now, so that the client sees that the call is accepted.</summary>
    public ValueTask StartAsync() => _response.StartAsync();

    /// <param name="message">Serialised by the time the task is done; may be reused then.</param>
    /// <param name="flush"><c>false</c> corks: the message waits for the next flush, or until enough has gathered.</param>
    /// <exception cref="OperationCanceledException">The client is gone or the deadline has passed.</exception>
    public ValueTask WriteAsync(TRes message, bool flush = true) => _response.WriteAsync(message, flush);

    /// <summary>Sends what was corked.</summary>
    public ValueTask FlushAsync() => _response.FlushAsync();

    private async ValueTask<TReq?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var message = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (message is not null)
            {
                _stats.Received(_reader.LastFrameBytes);
            }

            return message;
        }
        catch (Exception e) when (e is IOException or Microsoft.AspNetCore.Connections.ConnectionAbortedException)
        {
            // The client reset the stream or its connection broke.
            throw new OperationCanceledException("The client left the call.", e, _lifetime.Token);
        }
    }
}
