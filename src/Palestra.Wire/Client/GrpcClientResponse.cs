using System.IO.Pipelines;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Palestra.Wire;

/// <summary>The receiving half of a client call, and its end: whatever comes first decides the status.</summary>
internal sealed class GrpcClientResponse<TRes> : IDisposable
    where TRes : class, IMessage<TRes>, new()
{
    private readonly GrpcChannel _channel;
    private readonly string _path;
    private readonly StreamingContent _content;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource _ended;
    private readonly TaskCompletionSource<GrpcStatus> _status = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<HttpResponseMessage?> _headers;
    private GrpcFrameReader<TRes>? _reader;
    private volatile bool _endedByServer;

    public GrpcClientResponse(GrpcChannel channel, string path, StreamingContent content, GrpcCallOptions options, CancellationToken cancellationToken)
    {
        _channel = channel;
        _path = path;
        _content = content;
        _caller = cancellationToken;
        _deadline = options.Timeout is { } timeout ? new CancellationTokenSource(timeout, channel.Clock) : null;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, channel.Closed, _deadline?.Token ?? CancellationToken.None);
        Ended = _ended.Token;
        _headers = SendAsync(Request(options));
        Ended.UnsafeRegister(static response => ((GrpcClientResponse<TRes>)response!).EndInterrupted(), this);
    }

    public Task<GrpcStatus> Status => _status.Task;

    /// <summary>Fires with the end of the call, whoever ended it.</summary>
    public CancellationToken Ended { get; }

    /// <summary>The end came as a status from the server.</summary>
    public bool EndedByServer => _endedByServer;

    /// <param name="cancellationToken">Has <see cref="Ended"/> in it, so that no read outlasts its call.</param>
    /// <returns>The next message, or <c>null</c> once the server ended the call with OK.</returns>
    /// <exception cref="GrpcStatusException">The call ended otherwise.</exception>
    /// <exception cref="OperationCanceledException">The reader gave up; the call goes on.</exception>
    public async ValueTask<TRes?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _headers.WaitAsync(cancellationToken).ConfigureAwait(false) is { } response)
            {
                _reader ??= await ReaderAsync(response).ConfigureAwait(false);
                if (await _reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
                {
                    return message;
                }

                EndByServer(FromHeaders(response.TrailingHeaders)
                    ?? new GrpcStatus(GrpcStatusCode.Internal, $"{_channel.Address} ended {_path} without a status."));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || Ended.IsCancellationRequested || !cancellationToken.IsCancellationRequested)
        {
            End(Interruption ?? ClientErrors.ToStatus(e, _channel.Address));
        }

        var status = await _status.Task.ConfigureAwait(false);
        return status.IsOK ? null : throw new GrpcStatusException(status);
    }

    public void Cancel() => End(new GrpcStatus(GrpcStatusCode.Cancelled, $"The call of {_path} was cancelled by its owner."));

    /// <summary>A failed write usually means that the server ended the call; its status is then the better answer.</summary>
    public async Task<GrpcStatus> StatusAfterFailedWriteAsync(Exception error)
    {
        EndInterrupted();
        if (!_status.Task.IsCompleted)
        {
            await _headers.ConfigureAwait(false);
        }

        return _status.Task.IsCompleted ? StatusForWriter() : ClientErrors.ToStatus(error, _channel.Address);
    }

    /// <summary>Even a call that ended well has not taken a message that came after its end.</summary>
    public GrpcStatus StatusForWriter() =>
        !_status.Task.IsCompleted
            ? new GrpcStatus(GrpcStatusCode.Unavailable, $"{_channel.Address} has ended {_path}: it takes no more messages; its status follows the last response.")
        : _status.Task.Result.IsOK
            ? new GrpcStatus(GrpcStatusCode.Unavailable, $"{_channel.Address} has ended {_path} with OK: it takes no more messages.")
        : _status.Task.Result;

    public void Dispose() => Cancel();

    private GrpcStatus? Interruption =>
        _deadline is { IsCancellationRequested: true } ? new GrpcStatus(GrpcStatusCode.DeadlineExceeded, $"{_channel.Address} did not end {_path} before the deadline.")
        : _caller.IsCancellationRequested ? new GrpcStatus(GrpcStatusCode.Cancelled, $"The call of {_path} was cancelled by its owner.")
        : _channel.Closed.IsCancellationRequested ? new GrpcStatus(GrpcStatusCode.Cancelled, $"The channel to {_channel.Address} was closed.")
        : null;

    private HttpRequestMessage Request(GrpcCallOptions options)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_channel.Address, _path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = _content,
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.TryAddWithoutValidation(GrpcProtocol.AcceptEncodingHeader, GrpcProtocol.AcceptedEncodings);
        if (options.Timeout is { } timeout)
        {
            request.Headers.TryAddWithoutValidation(GrpcProtocol.TimeoutHeader, GrpcProtocol.FormatTimeout(timeout));
        }

        foreach (var (name, value) in options.Metadata)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Never fails: a call without usable response headers has its status set.</summary>
    private async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await _channel.Http.SendAsync(request, Ended).ConfigureAwait(false);
            if (Refusal(response) is not { } status)
            {
                return response;
            }

            EndByServer(status);
        }
#pragma warning disable CA1031 // The status is where every failure goes.
        catch (Exception e)
#pragma warning restore CA1031
        {
            End(Interruption ?? ClientErrors.ToStatus(e, _channel.Address));
        }

        response?.Dispose();
        return null;
    }

    /// <summary>A status in the headers is the whole answer; an answer that is not gRPC is an error too.</summary>
    private GrpcStatus? Refusal(HttpResponseMessage response)
    {
        if (FromHeaders(response.Headers) is { } status)
        {
            return status;
        }

        if (response.StatusCode == HttpStatusCode.OK && GrpcProtocol.IsGrpc(response.Content.Headers.ContentType?.ToString()))
        {
            return null;
        }

        var code = response.StatusCode switch
        {
            HttpStatusCode.BadRequest => GrpcStatusCode.Internal,
            HttpStatusCode.Unauthorized => GrpcStatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => GrpcStatusCode.PermissionDenied,
            HttpStatusCode.NotFound => GrpcStatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => GrpcStatusCode.Unavailable,
            _ => GrpcStatusCode.Unknown,
        };
        return new GrpcStatus(
            code, $"{_channel.Address} answered {_path} with HTTP {(int)response.StatusCode} and content type '{response.Content.Headers.ContentType}', which is not gRPC.");
    }

    private static GrpcStatus? FromHeaders(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues(GrpcProtocol.StatusHeader, out var codes))
        {
            return null;
        }

        var detail = headers.TryGetValues(GrpcProtocol.MessageHeader, out var messages) ? GrpcProtocol.DecodeMessage(messages.First()) : "";
        var text = codes.First();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Enum.IsDefined((GrpcStatusCode)code)
            ? new GrpcStatus((GrpcStatusCode)code, detail)
            : new GrpcStatus(GrpcStatusCode.Unknown, $"The server sent the unknown status '{text}': {detail}");
    }

    private async Task<GrpcFrameReader<TRes>> ReaderAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStreamAsync(Ended).ConfigureAwait(false);
        var pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: _channel.Settings.CorkBytes, leaveOpen: true));
        var encoding = response.Headers.TryGetValues(GrpcProtocol.EncodingHeader, out var names) ? names.First() : null;
        return new GrpcFrameReader<TRes>(pipe, encoding, _channel.Settings.MaxMessageBytes);
    }

    private void EndInterrupted()
    {
        if (Interruption is { } interruption)
        {
            End(interruption);
        }
    }

    /// <summary>The server wants nothing more: our side of the stream is closed in good order.</summary>
    private void EndByServer(GrpcStatus status)
    {
        _endedByServer = true;
        _content.Complete();
        Settle(status);
    }

    /// <summary>Does not complete the body, which would look like a proper end to the server; the stream is reset instead.</summary>
    private void End(GrpcStatus status)
    {
        _content.Abandon();
        Settle(status);
    }

    private void Settle(GrpcStatus status)
    {
        if (_status.TrySetResult(status))
        {
            _ = ReleaseAsync();
        }
    }

    private async Task ReleaseAsync()
    {
        // Stops pending writes and reads, and the sending itself while there are no response headers.
        await _ended.CancelAsync().ConfigureAwait(false);

        // Null only while the constructor is still at it: then there is no response either.
        if (_headers is { } headers)
        {
            (await headers.ConfigureAwait(false))?.Dispose();
        }

        _ended.Dispose();
        _deadline?.Dispose();
    }
}
