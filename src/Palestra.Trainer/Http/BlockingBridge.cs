namespace Palestra.Trainer.Http;

/// <summary>
/// Lets code that writes synchronously write to a response, which takes asynchronous writes only. For a thread that may
/// block: a slow reader of a download slows this thread and nothing else.
/// </summary>
internal sealed class BlockingBridge(Stream output) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => output.WriteAsync(buffer, offset, count).GetAwaiter().GetResult();

    public override void Write(ReadOnlySpan<byte> buffer) => output.WriteAsync(buffer.ToArray()).AsTask().GetAwaiter().GetResult();

    public override void Flush() => output.FlushAsync().GetAwaiter().GetResult();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
