using System.Net;
using System.Net.Http.Headers;

namespace Palestra.Wire;

/// <summary>A request body that stays open: hands out HttpClient's stream and ends when it is told to.</summary>
internal sealed class StreamingContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool _abandoned;

    public StreamingContent() => Headers.ContentType = new MediaTypeHeaderValue(GrpcProtocol.ContentType);

    /// <summary>The stream to write to, once there is a connection. Never done if there will be none.</summary>
    public Task<Stream> Stream => _stream.Task;

    public void Complete() => _completed.TrySetResult();

    /// <summary>The call is given up on our side: its body must not look complete.</summary>
    public void Abandon() => _abandoned = true;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Without a flush the request's headers would wait for the first message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!_stream.TrySetResult(stream))
        {
            throw new IOException("A call cannot be sent a second time: some of it is gone.");
        }

        try
        {
            await _completed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_abandoned)
        {
            // The server ended the call and wants no more. To HttpClient an exception here would be a failed request,
            // and its answer, which may have arrived a moment before, would be lost.
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
