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
    /// <summary>
    /// The server's messages in order. Ends when the server ends the call with OK, else throws
    /// <see cref="GrpcStatusException"/>. Single reader.
    /// </summary>
    public IAsyncEnumerable<TRes> Responses => throw new NotImplementedException();

    /// <summary>How the call ended: done once the end of <see cref="Responses"/> was read or the call failed. Never faults.</summary>
    public Task<GrpcStatus> Status => throw new NotImplementedException();

    /// <param name="message">Serialised at once; may be reused when the task is done.</param>
    /// <param name="flush"><c>false</c> corks: the message waits for the next flush, or until enough has gathered.</param>
    /// <param name="cancellationToken">Gives up waiting. A message that is half sent ends the whole call.</param>
    /// <exception cref="GrpcStatusException">The call is over.</exception>
    public ValueTask WriteAsync(TReq message, bool flush = true, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Sends what was corked.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Half-closes: says that no more messages follow. Responses can still come.</summary>
    public ValueTask CompleteAsync() => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
