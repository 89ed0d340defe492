namespace Palestra.Wire;

/// <summary>What a single call may ask for beyond the defaults.</summary>
public sealed record GrpcCallOptions
{
    public static GrpcCallOptions Default { get; } = new();

    /// <summary>The call ends with DEADLINE_EXCEEDED after this long; <c>null</c> waits for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Sent as request headers; names in lower case, values in printable ASCII.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
