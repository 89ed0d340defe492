using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace Palestra.Wire.Tests;

/// <summary>P-CALM on the wire: peers that fall silent, stop reading or shut down end calls with a status, never with a hang.</summary>
public sealed class LostPeerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_link_that_falls_silent_is_noticed_by_both_sides()
    {
        var settings = new WireSettings { KeepAliveDelay = TimeSpan.FromSeconds(1), KeepAliveTimeout = TimeSpan.FromSeconds(1) };
        var ended = new TaskCompletionSource<Exception?>();
        await using var server = await WireServer.StartAsync(app => Observe(app, ended), settings);
        await using var link = new Link(server.Address);
        using var channel = new GrpcChannel(link.Address, settings);
        using var call = channel.Duplex<V1.LogRecord, V1.LogRecord>(WireServer.Service, "Observe");
        await call.WriteAsync(new V1.LogRecord());
        await using var responses = call.Responses.GetAsyncEnumerator();
        Assert.True(await responses.MoveNextAsync());

        link.FallSilent();
        var error = await Assert.ThrowsAsync<GrpcStatusException>(() => responses.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(GrpcStatusCode.Unavailable, error.Code);
        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(Patience));
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_client_that_does_not_read_cannot_hold_a_call_past_its_deadline()
    {
        var clock = new FakeTimeProvider();
        var stuck = new TaskCompletionSource();
        var ended = new TaskCompletionSource<Exception>();
        await using var server = await WireServer.StartAsync(
            app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(WireServer.Service, "Flood", GrpcMethodKind.Duplex, async call =>
            {
                var message = new V1.LogRecord { Message = new string('x', 1 << 20) };
                try
                {
                    while (true)
                    {
                        var writing = call.WriteAsync(message).AsTask();
                        if (await Task.WhenAny(writing, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)) != writing)
                        {
                            stuck.TrySetResult();
                        }

                        await writing;
                    }
                }
                catch (Exception e)
                {
                    ended.SetResult(e);
                    throw;
                }
            }), clock: clock);
        using var channel = new GrpcChannel(server.Address, new WireSettings { StreamWindowBytes = 65535 }, new FakeTimeProvider());
        using var call = channel.Duplex<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "Flood", new GrpcCallOptions { Timeout = TimeSpan.FromMinutes(1) });
        await stuck.Task.WaitAsync(Patience);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(Patience));
        Assert.Equal(1, server.Stats.CallsEnded(GrpcStatusCode.DeadlineExceeded));
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_calls_at_once()
    {
        var ended = new TaskCompletionSource<Exception?>();
        var server = await WireServer.StartAsync(app => Observe(app, ended));
        using var channel = new GrpcChannel(server.Address, server.Settings);
        using var call = channel.Duplex<V1.LogRecord, V1.LogRecord>(WireServer.Service, "Observe");
        await call.WriteAsync(new V1.LogRecord());
        await using var responses = call.Responses.GetAsyncEnumerator();
        Assert.True(await responses.MoveNextAsync());
        var stopping = server.StopAsync();
        var error = await Assert.ThrowsAsync<GrpcStatusException>(() => responses.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(new GrpcStatus(GrpcStatusCode.Unavailable, "The server is shutting down."), error.Status);
        await stopping.WaitAsync(Patience);
        await server.DisposeAsync();
    }

    private static void Observe(WebApplication app, TaskCompletionSource<Exception?> ended) => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
        WireServer.Service, "Observe", GrpcMethodKind.Duplex, async call =>
        {
            try
            {
                await foreach (var request in call.Requests)
                {
                    await call.WriteAsync(request);
                }

                ended.SetResult(null);
            }
            catch (Exception e)
            {
                ended.SetResult(e);
                throw;
            }
        });

    /// <summary>A cable between client and server that can be cut without either end being told.</summary>
    private sealed class Link : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _ended = new();
        private readonly Task _running;
        private volatile bool _silent;

        public Link(Uri target)
        {
            _listener.Start();
            _running = RunAsync(target);
        }

        public Uri Address => new($"http://{_listener.LocalEndpoint}");

        public void FallSilent() => _silent = true;

        public async ValueTask DisposeAsync()
        {
            await _ended.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _listener.Dispose();
            _ended.Dispose();
        }

        private async Task RunAsync(Uri target)
        {
            using var near = await _listener.AcceptTcpClientAsync(_ended.Token);
            using var far = new TcpClient();
            await far.ConnectAsync(target.Host, target.Port, _ended.Token);
            await Task.WhenAll(CopyAsync(near.GetStream(), far.GetStream()), CopyAsync(far.GetStream(), near.GetStream()));
        }

        private async Task CopyAsync(NetworkStream from, NetworkStream to)
        {
            var buffer = new byte[1 << 16];
            int read;
            while ((read = await from.ReadAsync(buffer, _ended.Token)) > 0)
            {
                if (!_silent)
                {
                    await to.WriteAsync(buffer.AsMemory(0, read), _ended.Token);
                }
            }

            // Not closed: the other end must find out by itself.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _ended.Token);
        }
    }
}
