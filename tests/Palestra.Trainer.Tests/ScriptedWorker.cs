using System.Collections.Concurrent;
using Palestra.Telemetry;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Tests;

/// <summary>The slow lane's other end, played by a test: says what it is told to and keeps what it hears.</summary>
internal sealed class ScriptedWorker : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly GrpcClientCall<Proto.WorkerMessage, Proto.DaemonMessage> _call;
    private readonly string _runId;
    private readonly string _token;
    private readonly Task _listening;

    public ScriptedWorker(Uri address, string runId, string token)
    {
        _runId = runId;
        _token = token;
        _channel = new GrpcChannel(address, new WireSettings());
        _call = _channel.Duplex<Proto.WorkerMessage, Proto.DaemonMessage>("palestra.v1.Telemetry", "Session");
        _listening = Task.Run(ListenAsync);
    }

    public ConcurrentQueue<Proto.DaemonMessage> Heard { get; } = [];

    /// <summary>How the call ended.</summary>
    public Task<GrpcStatus> Status => _call.Status;

    public async Task<Proto.Welcome> HelloAsync()
    {
        await SendAsync(new Proto.WorkerMessage
        {
            Hello = new Proto.Hello { RunId = _runId, Protocol = 1, Software = "a test", Pid = 1, Host = "here", Token = _token },
        });
        return (await HearAsync(m => m.Welcome is not null, "a Welcome")).Welcome;
    }

    public async Task SendAsync(Proto.WorkerMessage message) => await _call.WriteAsync(message);

    /// <summary>Steps of one slot of FrozenLake: observation = action = sequence number modulo 4.</summary>
    /// <param name="step">Index of the first one in its episode.</param>
    /// <param name="ends">Whether the last one terminates the episode.</param>
    public Task StepsAsync(long first, int count, long episode = 0, int step = 0, bool ends = false, double reward = 1) =>
        SendAsync(new Proto.WorkerMessage { Steps = Steps(first, count, episode, step, ends, reward) });

    public static Proto.StepBatch Steps(long first, int count, long episode = 0, int step = 0, bool ends = false, double reward = 1)
    {
        var builder = new StepBatchBuilder(
            new StreamKey(StreamKey.DefaultAgent, 0), ColumnLayout.Typed(DType.Int64), ColumnLayout.Typed(DType.Int64), nextSeq: first);
        for (var i = 0; i < count; i++)
        {
            var row = BitConverter.GetBytes((first + i) % 4);
            var flags = ends && i == count - 1 ? StepFlags.Terminated : StepFlags.None;
            builder.Add(row, reward, flags, 1_000_000 + first + i, row, episode, step + i);
        }

        return WireMap.ToProto(builder.Build());
    }

    public Task EpisodeAsync(long episode, long first, long last, double? @return = null) => SendAsync(new Proto.WorkerMessage
    {
        Episode = WireMap.ToProto(new EpisodeFinalized
        {
            Stream = new StreamKey(StreamKey.DefaultAgent, 0),
            Episode = episode,
            FirstSeq = first,
            LastSeq = last,
            Return = @return ?? last - first + 1,
            Terminated = true,
            Truncated = false,
            StartTimeUs = 1_000_000,
            EndTimeUs = 2_000_000,
        }),
    });

    public Task FinishAsync(long lastSeq, long episodes, Proto.Outcome outcome = Proto.Outcome.Succeeded, string reason = "Done.") => SendAsync(new Proto.WorkerMessage
    {
        Finished = new Proto.Finished
        {
            Outcome = outcome,
            Reason = reason,
            Totals = { new Proto.StreamTotal { AgentId = StreamKey.DefaultAgent, Slot = 0, LastSeq = (ulong)lastSeq, Episodes = (ulong)episodes } },
        },
    });

    /// <summary>Waits until the daemon has acknowledged this much.</summary>
    public Task AcknowledgedAsync(long seq) =>
        HearAsync(m => m.Ack?.Positions.Any(p => p.DurableSeq >= (ulong)seq) == true, $"an acknowledgement of step {seq}");

    public async Task<Proto.DaemonMessage> HearAsync(Func<Proto.DaemonMessage, bool> wanted, string what)
    {
        Proto.DaemonMessage? found = null;
        await Eventually.TrueAsync(
            () => (found = Heard.FirstOrDefault(wanted)) is not null || Status.IsCompleted,
            () => $"The daemon never sent {what}; heard were: {string.Join(", ", Heard.Select(h => h.BodyCase))}.");
        found ??= Heard.FirstOrDefault(wanted);
        return found ?? throw new InvalidOperationException($"The daemon ended the session ({await Status}) and never sent {what}.");
    }

    public Task<GrpcStatus> EndAsync() => Eventually.InTimeAsync(Status, "the end of the session");

    public async Task CloseAsync() => await _call.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        _call.Dispose();
        await _listening;
        _channel.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            await foreach (var message in _call.Responses)
            {
                Heard.Enqueue(message);
            }
        }
        catch (Exception e) when (e is GrpcStatusException or OperationCanceledException)
        {
            // The status says how it ended.
        }
    }
}
