using System.Net.Sockets;

namespace Palestra.Wire;

/// <summary>What failures of HttpClient mean to the caller of a gRPC method.</summary>
internal static class ClientErrors
{
    public static GrpcStatus ToStatus(Exception error, Uri address)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case GrpcStatusException status:
                    return status.Status;
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return Unavailable($"Nothing listens at {address}: the connection was refused.");
                case SocketException socket:
                    return Unavailable($"The connection to {address} failed: {socket.Message}.");
                case HttpProtocolException protocol:
                    return FromHttp2(protocol.ErrorCode, address);
                case TimeoutException:
                    return Unavailable($"{address} did not take the connection in time.");
            }
        }

        return error is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError }
            ? NotHttp2(address)
            : error is OperationCanceledException or ObjectDisposedException ? Unavailable($"{address} broke the call off.")
            : Unavailable($"The connection to {address} was lost: {error.Message}");
    }

    private static GrpcStatus NotHttp2(Uri address) => Unavailable($"What answers at {address} does not speak HTTP/2 without TLS, or breaks its rules.");

    private static GrpcStatus Unavailable(string sentence) => new(GrpcStatusCode.Unavailable, sentence);

    /// <summary>Codes of HTTP/2 (RFC 9113, section 7) and what gRPC makes of them.</summary>
    private static GrpcStatus FromHttp2(long code, Uri address) => code switch
    {
        // NO_ERROR, REFUSED_STREAM and, from a server that broke off, INTERNAL_ERROR and CONNECT_ERROR.
        0 or 2 or 7 or 10 => Unavailable($"{address} broke the call off (HTTP/2 code {code})."),

        // PROTOCOL_ERROR and FRAME_SIZE_ERROR: what comes of reading another protocol as HTTP/2.
        1 or 6 => NotHttp2(address),
        8 => new(GrpcStatusCode.Cancelled, $"{address} cancelled the call."),
        11 => new(GrpcStatusCode.ResourceExhausted, $"{address} refuses calls at this rate."),
        12 => new(GrpcStatusCode.PermissionDenied, $"{address} demands a more secure connection."),
        _ => new(GrpcStatusCode.Internal, $"The HTTP/2 stream to {address} broke with code {code}."),
    };
}
