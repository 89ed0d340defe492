namespace Palestra.Wire;

/// <summary>
/// Ends a call with a status other than OK. A server handler throws it to answer with exactly this code and sentence;
/// a client gets it for whatever the server answered, and <see cref="GrpcStatusCode.Unavailable"/> for a server that
/// cannot be reached or was lost.
/// </summary>
public sealed class GrpcStatusException : Exception
{
    public GrpcStatusException(GrpcStatusCode code, string detail, Exception? inner = null)
        : this(new GrpcStatus(code, detail), inner)
    {
    }

    public GrpcStatusException(GrpcStatus status, Exception? inner = null)
        : base(status.ToString(), inner) => Status = status;

    public GrpcStatus Status { get; }

    public GrpcStatusCode Code => Status.Code;

    /// <summary>One sentence for a person.</summary>
    public string Detail => Status.Detail;
}
