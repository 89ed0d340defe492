using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace Palestra.Wire.Tests;

public sealed class StatusTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(GrpcStatusCode.NotFound, "Run 'demo' is unknown; nearest is 'demo2'.")]
    [InlineData(GrpcStatusCode.InvalidArgument, "Umlauts äöü, 100 %, quotes \" and\nlines 🎬 travel too.")]
    [InlineData(GrpcStatusCode.Unauthenticated, "")]
    public async Task The_status_of_a_handler_reaches_the_client_before_and_after_messages(GrpcStatusCode code, string sentence)
    {
        foreach (var messages in new[] { 0, 3 })
        {
            await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
                WireServer.Service, "Fail", GrpcMethodKind.Duplex, async call =>
                {
                    for (var i = 0; i < messages; i++)
                    {
                        await call.WriteAsync(new V1.LogRecord(), flush: false);
                    }

                    throw new GrpcStatusException(code, sentence);
                }));
            using var call = server.Call("Fail");
            var received = 0;
            var error = await Assert.ThrowsAsync<GrpcStatusException>(async () =>
            {
                await foreach (var _ in call.Responses)
                {
                    received++;
                }
            });
            Assert.Equal(new GrpcStatus(code, sentence), error.Status);
            Assert.Equal(error.Status, await call.Status);
            Assert.Equal(messages, received);
            Assert.Equal(1, server.Stats.CallsEnded(code));
            Assert.Equal(0, server.Stats.CallsActive);
        }
    }

    [Fact]
    public async Task An_unexpected_exception_is_logged_in_full_and_told_without_details()
    {
        using var log = new LogLines();
        await using var server = await WireServer.StartAsync(
            app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
                WireServer.Service, "Break", GrpcMethodKind.Unary, _ => throw new InvalidOperationException("secret 4711")), log: log);
        var error = await Assert.ThrowsAsync<GrpcStatusException>(() =>
            server.Channel.UnaryAsync<V1.LogRecord, V1.LogRecord>(WireServer.Service, "Break", new()));
        Assert.Equal(GrpcStatusCode.Unknown, error.Code);
        Assert.DoesNotContain("4711", error.Detail, StringComparison.Ordinal);
        Assert.Contains("/palestra.tests.Probe/Break", error.Detail, StringComparison.Ordinal);
        Assert.Contains("secret 4711", await log.NextAsync(), StringComparison.Ordinal);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_unary_handler_that_forgets_its_response_is_a_server_fault()
    {
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "Forget", GrpcMethodKind.Unary, call => call.ReadRequestAsync()));
        var error = await Assert.ThrowsAsync<GrpcStatusException>(() =>
            server.Channel.UnaryAsync<V1.LogRecord, V1.LogRecord>(WireServer.Service, "Forget", new()));
        Assert.Equal(GrpcStatusCode.Unknown, error.Code);
    }

    [Fact]
    public async Task A_method_with_one_request_refuses_none_and_two()
    {
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "One", GrpcMethodKind.Unary, async call => await call.WriteAsync(await call.ReadRequestAsync())));
        foreach (var requests in new[] { 0, 2 })
        {
            using var call = server.Call("One");
            for (var i = 0; i < requests; i++)
            {
                await call.WriteAsync(new V1.LogRecord(), flush: false);
            }

            await call.CompleteAsync();
            var error = await Assert.ThrowsAsync<GrpcStatusException>(() => call.ReadResponseAsync());
            Assert.Equal(GrpcStatusCode.Unimplemented, error.Code);
        }
    }

    [Fact]
    public async Task Unknown_methods_and_services_are_unimplemented()
    {
        await using var server = await WireServer.StartAsync();
        foreach (var (service, method) in new[] { (WireServer.Service, "Nothing"), ("no.such.Service", "Echo") })
        {
            var error = await Assert.ThrowsAsync<GrpcStatusException>(() =>
                server.Channel.UnaryAsync<V1.LogRecord, V1.LogRecord>(service, method, new()));
            Assert.Equal(new GrpcStatus(GrpcStatusCode.Unimplemented, $"There is no method /{service}/{method}."), error.Status);
        }

        Assert.Equal(2, server.Stats.CallsEnded(GrpcStatusCode.Unimplemented));
    }

    [Fact]
    public async Task A_missed_deadline_is_answered_even_while_the_handler_is_busy()
    {
        var clock = new FakeTimeProvider();
        var entered = new TaskCompletionSource<DateTimeOffset?>();
        var release = new TaskCompletionSource();
        await using var server = await WireServer.StartAsync(
            app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(WireServer.Service, "Slow", GrpcMethodKind.Duplex, async call =>
            {
                entered.SetResult(call.Deadline);
                await release.Task;
            }), clock: clock);

        // The client's own clock stands still: the answer is the server's.
        using var channel = new GrpcChannel(server.Address, server.Settings, new FakeTimeProvider());
        using var call = channel.Duplex<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "Slow", new GrpcCallOptions { Timeout = TimeSpan.FromSeconds(90) });
        var reading = call.Responses.ToListAsync().AsTask();
        Assert.Equal(clock.GetUtcNow().AddSeconds(90), await entered.Task.WaitAsync(Patience));
        clock.Advance(TimeSpan.FromSeconds(91));
        var error = await Assert.ThrowsAsync<GrpcStatusException>(() => reading.WaitAsync(Patience));
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, error.Code);
        Assert.Contains("deadline of the call passed", error.Detail, StringComparison.Ordinal);
        release.SetResult();
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_client_stops_waiting_at_its_deadline_whatever_the_server_does()
    {
        var clock = new FakeTimeProvider();
        var entered = new TaskCompletionSource();
        await using var server = await WireServer.StartAsync(
            app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(WireServer.Service, "Slow", GrpcMethodKind.Duplex, async call =>
            {
                entered.SetResult();
                await call.Requests.CountAsync();
            }), clock: new FakeTimeProvider());
        using var channel = new GrpcChannel(server.Address, server.Settings, clock);
        using var call = channel.Duplex<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "Slow", new GrpcCallOptions { Timeout = TimeSpan.FromSeconds(1) });
        await entered.Task.WaitAsync(Patience);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, (await call.Status.WaitAsync(Patience)).Code);
    }

    [Theory]
    [InlineData("dispose")]
    [InlineData("token")]
    [InlineData("channel")]
    public async Task A_client_that_leaves_cancels_the_handler(string how)
    {
        var entered = new TaskCompletionSource();
        var ended = new TaskCompletionSource<Exception>();
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "Wait", GrpcMethodKind.Duplex, async call =>
            {
                try
                {
                    await foreach (var _ in call.Requests)
                    {
                        await call.StartAsync();
                        entered.TrySetResult();
                    }

                    throw new InvalidOperationException("A client that leaves must not look like one that half-closes.");
                }
                catch (Exception e)
                {
                    ended.SetResult(e);
                    throw;
                }
            }));
        using var channel = new GrpcChannel(server.Address, server.Settings);
        using var token = new CancellationTokenSource();
        using var call = channel.Duplex<V1.LogRecord, V1.LogRecord>(WireServer.Service, "Wait", token.Token);
        await call.WriteAsync(new V1.LogRecord());
        await entered.Task.WaitAsync(Patience);
        (how == "dispose" ? call.Dispose : how == "token" ? token.Cancel : (Action)channel.Dispose)();

        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(Patience));
        Assert.Equal(GrpcStatusCode.Cancelled, (await call.Status.WaitAsync(Patience)).Code);
        var late = await Assert.ThrowsAsync<GrpcStatusException>(() => call.WriteAsync(new V1.LogRecord()).AsTask());
        Assert.Equal(GrpcStatusCode.Cancelled, late.Code);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Writing_to_a_call_that_the_server_ended_says_so()
    {
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "Refuse", GrpcMethodKind.Duplex, _ => throw new GrpcStatusException(GrpcStatusCode.NotFound, "Run 'x' is unknown.")));
        using var call = server.Call("Refuse");
        Assert.Equal(GrpcStatusCode.NotFound, (await call.Status.WaitAsync(Patience)).Code);
        var error = await Assert.ThrowsAsync<GrpcStatusException>(() => call.WriteAsync(new V1.LogRecord()).AsTask());
        Assert.Equal("Run 'x' is unknown.", error.Detail);
    }

    [Fact]
    public async Task A_status_is_never_lost_when_the_server_ends_a_call_that_the_client_still_writes_to()
    {
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "FirstOnly", GrpcMethodKind.Duplex, async call =>
            {
                await foreach (var request in call.Requests)
                {
                    throw new GrpcStatusException(GrpcStatusCode.Aborted, request.Message);
                }
            }));
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            using var call = server.Call("FirstOnly", CancellationToken.None);
            await call.WriteAsync(new V1.LogRecord { Message = $"{i}" }, cancellationToken: CancellationToken.None);
            var error = await Assert.ThrowsAsync<GrpcStatusException>(() => call.Responses.ToListAsync(CancellationToken.None).AsTask());
            Assert.Equal(new GrpcStatus(GrpcStatusCode.Aborted, $"{i}"), error.Status);
        });
        Assert.Equal(2000, server.Stats.CallsEnded(GrpcStatusCode.Aborted));
        Assert.Equal(0, server.Stats.CallsActive);
    }

    [Fact]
    public async Task The_message_that_ends_a_call_is_not_a_failed_write()
    {
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "UntilLast", GrpcMethodKind.Duplex, async call =>
            {
                await foreach (var request in call.Requests)
                {
                    await call.WriteAsync(request);
                    return;
                }
            }));
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            using var call = server.Call("UntilLast", CancellationToken.None);
            await call.WriteAsync(new V1.LogRecord { TimeUs = i }, cancellationToken: CancellationToken.None);
            Assert.Equal(i, Assert.Single(await call.Responses.ToListAsync(CancellationToken.None)).TimeUs);
            await call.CompleteAsync();
            Assert.Equal(GrpcStatus.OK, await call.Status);
        });
    }

    [Fact]
    public async Task A_writer_that_never_reads_still_learns_that_the_call_is_over()
    {
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "Once", GrpcMethodKind.Duplex, async call => await call.WriteAsync(new V1.LogRecord())));
        using var call = server.Call("Once");
        var error = await Assert.ThrowsAsync<GrpcStatusException>(async () =>
        {
            while (true)
            {
                await call.WriteAsync(new V1.LogRecord { Message = new string('x', 10_000) });
            }
        }).WaitAsync(Patience);
        Assert.Equal(GrpcStatusCode.Unavailable, error.Code);
        Assert.Single(await call.Responses.ToListAsync());
        Assert.Equal(GrpcStatus.OK, await call.Status);
    }

    [Fact]
    public async Task A_refused_connection_is_unavailable_and_names_the_address()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        probe.Stop();
        using var channel = new GrpcChannel(address, new WireSettings());
        using var call = channel.Duplex<V1.LogRecord, V1.LogRecord>("a", "b");
        foreach (var attempt in new Func<Task>[] { () => call.WriteAsync(new()).AsTask(), () => call.Responses.ToListAsync().AsTask() })
        {
            var error = await Assert.ThrowsAsync<GrpcStatusException>(() => attempt().WaitAsync(Patience));
            Assert.Equal(GrpcStatusCode.Unavailable, error.Code);
            Assert.Contains(address.ToString(), error.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_connection_that_breaks_in_mid_call_is_unavailable_on_both_directions()
    {
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "Cut", GrpcMethodKind.Duplex, async call =>
            {
                await call.WriteAsync(new V1.LogRecord());
                call.HttpContext.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>()!.Abort();
            }));
        using var call = server.Call("Cut");
        var error = await Assert.ThrowsAsync<GrpcStatusException>(() => call.Responses.ToListAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(GrpcStatusCode.Unavailable, error.Code);
        Assert.Contains(server.Address.ToString(), error.Detail, StringComparison.Ordinal);
        Assert.Equal(GrpcStatusCode.Unavailable, (await Assert.ThrowsAsync<GrpcStatusException>(() => call.WriteAsync(new()).AsTask())).Code);

        // The next call of the same channel connects anew.
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_peer_that_does_not_speak_http2_is_unavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var serving = Task.Run(async () =>
        {
            using var connection = await listener.AcceptTcpClientAsync();
            await connection.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        });
        using var channel = new GrpcChannel(address, new WireSettings());
        var error = await Assert.ThrowsAsync<GrpcStatusException>(() => channel.UnaryAsync<V1.LogRecord, V1.LogRecord>("a", "b", new()).WaitAsync(Patience));
        Assert.Equal(GrpcStatusCode.Unavailable, error.Code);
        Assert.Contains(address.ToString(), error.Detail, StringComparison.Ordinal);
        await serving;
    }
}
