using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Palestra.Wire.Tests;

/// <summary>What others wrote must be able to call us: Node's own gRPC library, fed with our .proto.</summary>
public sealed class StockClientTests(ITestOutputHelper output)
{
    private const string Service = "palestra.v1.Telemetry";
    private const int Batches = 20;
    private const int PerBatch = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_stock_client_of_node_runs_a_session_and_understands_every_refusal()
    {
        var settings = new WireSettings { MaxMessageBytes = 2 << 20 };
        await using var server = await WireServer.StartAsync(
            app =>
            {
                app.MapGrpcMethod<V1.WorkerMessage, V1.DaemonMessage>(Service, "Session", GrpcMethodKind.Duplex, ServeSessionAsync);
                app.MapGrpcMethod<V1.Hello, V1.Welcome>(Service, "Probe", GrpcMethodKind.Unary, async call =>
                {
                    await call.ReadRequestAsync();
                    await call.WriteAsync(new V1.Welcome { Protocol = 1 });
                });
                app.MapGrpcMethod<V1.Hello, V1.Welcome>(Service, "Sleep", GrpcMethodKind.Unary, call => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Cancellation));
            },
            settings);

        var folder = Path.Combine(ThisFolder(), "StockClient");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@grpc", "grpc-js")))
        {
            await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
        }

        var proto = Path.Combine(ThisFolder(), "..", "..", "src", "Palestra.Wire", "protos", "palestra", "v1", "session.proto");
        var lines = await RunAsync("node", ["client.mjs", server.Address.Authority, Path.GetFullPath(proto)], folder);
        var events = lines.Select(line => JsonDocument.Parse(line).RootElement).ToLookup(e => e.GetProperty("event").GetString()!);

        var session = events["session"].ToList();
        Assert.Equal("welcome", Body(session[0]));
        Assert.Equal(1000, session[0].GetProperty("credit_steps").GetInt64());
        Assert.Equal(
            Enumerable.Range(1, Batches).Select(i => (long)i * PerBatch),
            session.Where(e => Body(e) == "ack").Select(e => e.GetProperty("positions")[0].GetProperty("durable_seq").GetInt64()));
        Assert.Equal("farewell", Body(session[^1]));
        Assert.Equal((0, ""), Status(events["session-status"]));

        Assert.Equal((5, "Run 'nobody' is unknown – have you übersehen it?"), Status(events["unknown-run-status"]));
        var (code, sentence) = Status(events["bad-batch-status"]);
        Assert.Equal(3, code);
        Assert.Contains("Field 'episodes' has 256 entries and 'rewards' has 1", sentence, StringComparison.Ordinal);
        Assert.Equal(0, events["unary"].Single().GetProperty("code").GetInt32());
        Assert.Equal((12, $"There is no method /{Service}/Nothing."), Status(events["unknown-method"]));
        Assert.Equal(4, Status(events["deadline"]).Code);
        Assert.Equal(8, Status(events["too-large"]).Code);
        await server.AssertServesAsync();
    }

    private static async Task ServeSessionAsync(GrpcServerCall<V1.WorkerMessage, V1.DaemonMessage> call)
    {
        await foreach (var message in call.Requests)
        {
            switch (message.BodyCase)
            {
                case V1.WorkerMessage.BodyOneofCase.Hello when message.Hello.RunId != "demo":
                    throw new GrpcStatusException(GrpcStatusCode.NotFound, $"Run '{message.Hello.RunId}' is unknown – have you übersehen it?");
                case V1.WorkerMessage.BodyOneofCase.Hello:
                    await call.WriteAsync(new V1.DaemonMessage { Welcome = new V1.Welcome { Protocol = 1, CreditSteps = 1000 } });
                    break;
                case V1.WorkerMessage.BodyOneofCase.Steps:
                    var (batch, error) = WireMap.FromProto(message.Steps);
                    if (batch is null)
                    {
                        throw new GrpcStatusException(GrpcStatusCode.InvalidArgument, error!);
                    }

                    Assert.Equal(PerBatch, batch.Count);
                    Assert.Equal("{\"move\":255}"u8, batch.Actions.Row(255));
                    Assert.Equal(255 / 2f, BitConverter.ToSingle(batch.Observations.Row(255)));
                    var position = new V1.StreamPosition { AgentId = batch.Stream.AgentId, DurableSeq = (ulong)batch.LastSeq };
                    await call.WriteAsync(new V1.DaemonMessage { Ack = new V1.Ack { Positions = { position } } });
                    break;
                case V1.WorkerMessage.BodyOneofCase.Finished:
                    await call.WriteAsync(new V1.DaemonMessage { Farewell = new V1.Farewell() });
                    break;
                default:
                    throw new GrpcStatusException(GrpcStatusCode.InvalidArgument, $"Unexpected {message.BodyCase}.");
            }
        }
    }

    private static string Body(JsonElement e) => e.GetProperty("body").GetString()!;

    private static (int Code, string Details) Status(IEnumerable<JsonElement> events)
    {
        var e = events.Single();
        return (e.GetProperty("code").GetInt32(), e.GetProperty("details").GetString()!);
    }

    private async Task<List<string>> RunAsync(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            Assert.Fail($"'{program}' cannot be started ({e.Message}): this test needs Node.js 20 or newer with npm on the PATH.");
            throw;
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEndAsync();
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }

            output.WriteLine(await errors);
            output.WriteLine(await text);
            Assert.True(
                process.ExitCode == 0, $"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}:\n{await errors}\n{await text}");
            return [.. (await text).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
    }

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
