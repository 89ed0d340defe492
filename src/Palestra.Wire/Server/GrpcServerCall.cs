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
    /// <summary>
    /// The client's messages in order, until it half-closes. Single reader. Throws <see cref="GrpcStatusException"/> for
    /// a malformed or oversized message (let it through: it is the answer), and
    /// <see cref="OperationCanceledException"/> when the client is gone or the deadline has passed.
    /// </summary>
    public IAsyncEnumerable<TReq> Requests => throw new NotImplementedException();

    /// <summary>Ends when the client is gone, the deadline has passed, or the server shuts down.</summary>
    public CancellationToken Cancellation => throw new NotImplementedException();

    /// <summary>When the client stops waiting; <c>null</c> if it waits for ever.</summary>
    public DateTimeOffset? Deadline => throw new NotImplementedException();

    /// <summary>The metadata the client sent; names are lower-case.</summary>
    public IHeaderDictionary Metadata => throw new NotImplementedException();

    /// <summary>Address and port of the client.</summary>
    public string Peer => throw new NotImplementedException();

    public HttpContext HttpContext => throw new NotImplementedException();

    /// <summary>The one request of a unary or server-streaming method.</summary>
    public Task<TReq> ReadRequestAsync() => throw new NotImplementedException();

    /// <summary>Adds a trailer that goes out with the status.</summary>
    public void AddTrailer(string name, string value) => throw new NotImplementedException();

    /// <summary>Sends the response headers now, so that the client sees that the call is accepted.</summary>
    public ValueTask StartAsync() => throw new NotImplementedException();

    /// <param name="message">Serialised before this returns to the caller's hands; may be reused once the task is done.</param>
    /// <param name="flush"><c>false</c> corks: the message waits for the next flush, or until enough has gathered.</param>
    /// <exception cref="OperationCanceledException">The client is gone or the deadline has passed.</exception>
    public ValueTask WriteAsync(TRes message, bool flush = true) => throw new NotImplementedException();

    /// <summary>Sends what was corked.</summary>
    public ValueTask FlushAsync() => throw new NotImplementedException();
}
