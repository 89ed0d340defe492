namespace Palestra.Wire;

/// <summary>What the server's calls came to since its start. Thread-safe; each figure is exact, together they are not one moment's.</summary>
public sealed class GrpcServerStats
{
    private readonly long[] _ended = new long[Enum.GetValues<GrpcStatusCode>().Length];
    private long _started;
    private long _refusedRequests;
    private long _messagesReceived;
    private long _messagesSent;
    private long _bytesReceived;
    private long _bytesSent;

    public long CallsStarted => Volatile.Read(ref _started);

    public long CallsActive => CallsStarted - _ended.Sum();

    /// <summary>HTTP requests that were no gRPC calls (wrong content type or HTTP version).</summary>
    public long RefusedRequests => Volatile.Read(ref _refusedRequests);

    public long MessagesReceived => Volatile.Read(ref _messagesReceived);

    public long MessagesSent => Volatile.Read(ref _messagesSent);

    /// <summary>Messages and their frames, without HTTP/2's own bytes.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Messages and their frames, without HTTP/2's own bytes.</summary>
    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>How many calls ended with this status.</summary>
    public long CallsEnded(GrpcStatusCode code) => Volatile.Read(ref _ended[(int)code]);

    internal void Started() => Interlocked.Increment(ref _started);

    internal void Refused() => Interlocked.Increment(ref _refusedRequests);

    internal void Ended(GrpcStatusCode code) => Interlocked.Increment(ref _ended[(int)code]);

    internal void Received(int bytes)
    {
        Interlocked.Increment(ref _messagesReceived);
        Interlocked.Add(ref _bytesReceived, bytes);
    }

    internal void Sent(int bytes)
    {
        Interlocked.Increment(ref _messagesSent);
        Interlocked.Add(ref _bytesSent, bytes);
    }
}
