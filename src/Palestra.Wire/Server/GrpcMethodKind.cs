namespace Palestra.Wire;

/// <summary>How many messages each side of a method sends.</summary>
public enum GrpcMethodKind
{
    /// <summary>One request, one response.</summary>
    Unary,

    /// <summary>One request, any number of responses.</summary>
    ServerStream,

    /// <summary>Any number of requests, one response.</summary>
    ClientStream,

    /// <summary>Any number of both, at the same time.</summary>
    Duplex,
}
