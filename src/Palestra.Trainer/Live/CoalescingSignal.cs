using System.Threading.Channels;

namespace Palestra.Trainer.Live;

/// <summary>Wakes one waiter; any number of sets before the wait count as one. Thread-safe.</summary>
internal sealed class CoalescingSignal
{
    private readonly Channel<bool> _channel =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _channel.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAsync(cancellationToken);
}
