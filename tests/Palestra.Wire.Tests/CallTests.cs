namespace Palestra.Wire.Tests;

public sealed class CallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Both_directions_run_at_once_and_keep_their_order()
    {
        const int Messages = 5000;
        await using var server = await WireServer.StartAsync();
        using var call = server.Call("Echo");

        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                await call.WriteAsync(new V1.LogRecord { TimeUs = i, Message = new string('x', i % 3000) }, flush: i % 7 == 0);
            }

            await call.CompleteAsync();
        });
        var next = 0;
        await foreach (var echo in call.Responses)
        {
            Assert.Equal(next, echo.TimeUs);
            Assert.Equal(next % 3000, echo.Message.Length);
            next++;
        }

        await writing.WaitAsync(Patience);
        Assert.Equal(Messages, next);
        Assert.Equal(GrpcStatus.OK, await call.Status);
        Assert.Equal(Messages, server.Stats.MessagesReceived);
        Assert.Equal(Messages, server.Stats.MessagesSent);
    }

    [Fact]
    public async Task Each_message_is_answered_before_the_next_is_sent()
    {
        await using var server = await WireServer.StartAsync();
        using var call = server.Call("Echo");
        await using var echoes = call.Responses.GetAsyncEnumerator();
        for (var i = 0; i < 100; i++)
        {
            await call.WriteAsync(new V1.LogRecord { TimeUs = i });
            Assert.True(await echoes.MoveNextAsync().AsTask().WaitAsync(Patience));
            Assert.Equal(i, echoes.Current.TimeUs);
        }
    }

    [Fact]
    public async Task A_half_closed_call_still_gets_its_responses()
    {
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "AfterTheEnd", GrpcMethodKind.Duplex, async call =>
            {
                var requests = await call.Requests.CountAsync();
                for (var i = 0; i < 3; i++)
                {
                    await call.WriteAsync(new V1.LogRecord { TimeUs = requests });
                }
            }));
        using var call = server.Call("AfterTheEnd");
        await call.WriteAsync(new V1.LogRecord());
        await call.WriteAsync(new V1.LogRecord());
        await call.CompleteAsync();
        Assert.Equal([2, 2, 2], await call.Responses.Select(r => r.TimeUs).ToListAsync());
    }

    [Fact]
    public async Task Concurrent_writers_on_both_sides_never_mix_their_bytes()
    {
        const int Writers = 8;
        const int Each = 200;
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "Fan", GrpcMethodKind.Duplex, async call =>
            {
                var answers = new List<Task>();
                await foreach (var request in call.Requests)
                {
                    answers.Add(Task.Run(() => call.WriteAsync(request, flush: request.TimeUs % 2 == 0).AsTask()));
                }

                await Task.WhenAll(answers);
            }));
        using var call = server.Call("Fan");
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await call.WriteAsync(new V1.LogRecord { Component = $"{writer}", TimeUs = i, Message = new string((char)('a' + writer), 100 + (i * 13)) });
            }
        })));
        var reading = call.Responses.ToListAsync().AsTask();
        await writing.WaitAsync(Patience);
        await call.CompleteAsync();
        var answers = await reading.WaitAsync(Patience);

        Assert.Equal(Writers * Each, answers.Count);
        Assert.Equal(Writers * Each, answers.Select(a => (a.Component, a.TimeUs)).Distinct().Count());
        Assert.All(answers, a => Assert.Equal(new string((char)('a' + int.Parse(a.Component)), 100 + ((int)a.TimeUs * 13)), a.Message));
    }

    [Fact]
    public async Task Messages_larger_than_every_window_pass()
    {
        var settings = new WireSettings { StreamWindowBytes = 1 << 17, ConnectionWindowBytes = 1 << 17 };
        await using var server = await WireServer.StartAsync(settings: settings);
        using var call = server.Call("Echo");
        var text = new string('y', 5 << 20);
        await call.WriteAsync(new V1.LogRecord { Message = text });
        await call.CompleteAsync();
        Assert.Equal(text, Assert.Single(await call.Responses.ToListAsync()).Message);
    }

    [Fact]
    public async Task Corked_messages_arrive_with_the_flush()
    {
        await using var server = await WireServer.StartAsync();
        using var call = server.Call("Echo");
        for (var i = 0; i < 10; i++)
        {
            await call.WriteAsync(new V1.LogRecord { TimeUs = i }, flush: false);
        }

        await call.FlushAsync();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), await call.Responses.Take(10).Select(r => r.TimeUs).ToListAsync());
    }

    [Fact]
    public async Task A_reader_that_loses_its_patience_does_not_end_the_call()
    {
        await using var server = await WireServer.StartAsync();
        using var call = server.Call("Echo");
        await using (var impatient = call.Responses.GetAsyncEnumerator())
        {
            var pending = impatient.MoveNextAsync().AsTask();
            await Assert.ThrowsAsync<InvalidOperationException>(() => call.Responses.FirstAsync().AsTask());
            await impatient.DisposeAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        }

        await call.WriteAsync(new V1.LogRecord { TimeUs = 1 });
        await call.WriteAsync(new V1.LogRecord { TimeUs = 2 });
        Assert.Equal(1, (await call.Responses.FirstAsync()).TimeUs);
        using var patience = new CancellationTokenSource();
        Assert.Equal(2, (await call.Responses.FirstAsync(patience.Token)).TimeUs);
        var waiting = call.Responses.FirstAsync(patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await call.CompleteAsync();
        Assert.Empty(await call.Responses.ToListAsync());
        Assert.Equal(GrpcStatus.OK, await call.Status);
    }

    [Fact]
    public async Task A_handler_may_wait_for_a_request_with_its_own_patience()
    {
        var waiting = new TaskCompletionSource();
        await using var server = await WireServer.StartAsync(app => app.MapGrpcMethod<V1.LogRecord, V1.LogRecord>(
            WireServer.Service, "Hurry", GrpcMethodKind.Duplex, async call =>
            {
                var greeting = await call.Requests.FirstAsync();
                using var patience = new CancellationTokenSource();
                var next = call.Requests.FirstAsync(patience.Token).AsTask();
                await patience.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
                await call.StartAsync();
                await call.WriteAsync(greeting);
                waiting.SetResult();
                await call.WriteAsync(await call.Requests.FirstAsync());
            }));
        using var call = server.Call("Hurry");
        await call.WriteAsync(new V1.LogRecord { TimeUs = 1 });
        await waiting.Task.WaitAsync(Patience);
        await call.WriteAsync(new V1.LogRecord { TimeUs = 2 });
        Assert.Equal([1, 2], await call.Responses.Select(r => r.TimeUs).ToListAsync());
    }

    [Fact]
    public async Task All_four_kinds_of_methods_are_served()
    {
        await using var server = await WireServer.StartAsync(app =>
        {
            app.MapGrpcMethod<V1.LogRecord, V1.Heartbeat>(WireServer.Service, "Unary", GrpcMethodKind.Unary, async call =>
            {
                var request = await call.ReadRequestAsync();
                call.AddTrailer("x-served-by", "probe");
                await call.WriteAsync(new V1.Heartbeat { ComponentId = request.Message, LagMs = call.Metadata["x-lag"].Count });
            });
            app.MapGrpcMethod<V1.Heartbeat, V1.LogRecord>(WireServer.Service, "Many", GrpcMethodKind.ServerStream, async call =>
            {
                var request = await call.ReadRequestAsync();
                for (var i = 0UL; i < request.Total; i++)
                {
                    await call.WriteAsync(new V1.LogRecord { TimeUs = (long)i }, flush: false);
                }
            });
            app.MapGrpcMethod<V1.Heartbeat, V1.Heartbeat>(WireServer.Service, "Sum", GrpcMethodKind.ClientStream, async call =>
                await call.WriteAsync(new V1.Heartbeat { Total = (ulong)await call.Requests.Select(r => (long)r.Total).AggregateAsync(0L, (a, b) => a + b) }));
        });

        var options = new GrpcCallOptions { Metadata = new Dictionary<string, string> { ["x-lag"] = "some" } };
        var unary = await server.Channel.UnaryAsync<V1.LogRecord, V1.Heartbeat>(WireServer.Service, "Unary", new() { Message = "hello" }, options);
        Assert.Equal(("hello", 1.0), (unary.ComponentId, unary.LagMs));

        using var many = server.Channel.Duplex<V1.Heartbeat, V1.LogRecord>(WireServer.Service, "Many");
        await many.WriteAsync(new V1.Heartbeat { Total = 1000 });
        await many.CompleteAsync();
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), await many.Responses.Select(r => r.TimeUs).ToListAsync());

        using var sum = server.Channel.Duplex<V1.Heartbeat, V1.Heartbeat>(WireServer.Service, "Sum");
        for (var i = 1UL; i <= 10; i++)
        {
            await sum.WriteAsync(new V1.Heartbeat { Total = i });
        }

        await sum.CompleteAsync();
        Assert.Equal(55UL, (await sum.ReadResponseAsync()).Total);
    }
}
