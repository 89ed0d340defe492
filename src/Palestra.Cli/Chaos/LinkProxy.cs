using System.Net;
using System.Net.Sockets;

namespace Palestra.Cli.Chaos;

/// <summary>
/// The wire between workers and daemon: forwards TCP to a port of this machine, and can be cut, made to stall, or made
/// slow. Bytes are never altered. Thread-safe.
/// </summary>
internal sealed class LinkProxy : IAsyncDisposable
{
    [NotTunable("Part of the fault: a link that is cut, is cut between pieces of this size.")]
    private const int PieceBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flowing = Done();
    private long _latenessTicks;
    private volatile bool _isCut;

    public LinkProxy(int targetPort)
    {
        _target = targetPort;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where workers are sent.</summary>
    public Uri Address { get; }

    /// <summary>Each piece arrives so much later.</summary>
    public TimeSpan Lateness
    {
        get => new(Interlocked.Read(ref _latenessTicks));
        set => Interlocked.Exchange(ref _latenessTicks, value.Ticks);
    }

    /// <summary>Resets every connection, and every new one, until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        Socket[] all;
        lock (_sockets)
        {
            all = [.. _sockets];
        }

        foreach (var socket in all)
        {
            Reset(socket);
        }
    }

    /// <summary>Nothing passes and nothing is closed, as when a cable is pulled, until <see cref="Mend"/>.</summary>
    public void Stall() => _flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend()
    {
        _isCut = false;
        Lateness = TimeSpan.Zero;
        _flowing.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _over.Dispose();
        _listener.Dispose();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was over already.
        }

        socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                _ = CarryAsync(await _listener.AcceptSocketAsync(_over.Token));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One connection came to nothing, or all of this is over.
            }
        }
    }

    private async Task CarryAsync(Socket worker)
    {
        using var daemon = new Socket(SocketType.Stream, ProtocolType.Tcp);
        worker.NoDelay = daemon.NoDelay = true;
        lock (_sockets)
        {
            _sockets.Add(worker);
            _sockets.Add(daemon);
        }

        try
        {
            await _flowing.Task;
            if (!_isCut)
            {
                await daemon.ConnectAsync(IPAddress.Loopback, _target, _over.Token);
                await Task.WhenAny(CopyAsync(worker, daemon), CopyAsync(daemon, worker));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // No daemon there, or the link was cut.
        }
        finally
        {
            lock (_sockets)
            {
                _sockets.Remove(worker);
                _sockets.Remove(daemon);
            }

            Reset(worker);
            Reset(daemon);
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var piece = new byte[PieceBytes];
        try
        {
            while (await from.ReceiveAsync(piece, _over.Token) is > 0 and var count)
            {
                await _flowing.Task;
                if (Lateness is { Ticks: > 0 } late)
                {
                    await Task.Delay(late, TimeProvider.System, _over.Token);
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(piece.AsMemory(sent, count - sent), _over.Token);
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side notices by the reset.
        }
    }
}
