using Palestra.Telemetry;
using Palestra.Wire;
using Palestra.Worker;
using V1 = Palestra.Wire.V1;

namespace Palestra.Bench;

/// <summary>One session: sends events within the credits and notes when each batch was acknowledged.</summary>
internal sealed class PipeClient : IDisposable
{
    private readonly WorkerOptions _options;
    private readonly string _token;
    private readonly GrpcChannel _channel;
    private readonly GrpcClientCall<V1.WorkerMessage, V1.DaemonMessage> _call;
    private readonly SemaphoreSlim _heard = new(0);
    private readonly TaskCompletionSource _farewell = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long[] _lastSeqs = [];
    private long[] _sentAt = [];
    private long[] _ackedAt = [];
    private int _acked;
    private long _ackedSeq;
    private long _credits;

    public PipeClient(Uri address, WorkerOptions options, string token)
    {
        (_options, _token) = (options, token);
        _channel = new GrpcChannel(address, options.Wire);
        _call = _channel.Duplex<V1.WorkerMessage, V1.DaemonMessage>("palestra.v1.Telemetry", "Session");
    }

    /// <param name="warmUp">Batches that do not count.</param>
    /// <param name="hz">Batches a second; 0 is as fast as credits allow.</param>
    public async Task<PipeFigures> RunAsync(IReadOnlyList<TelemetryEvent> events, int warmUp, double hz, CancellationToken stop)
    {
        var messages = events.Select(Message).ToArray();
        _lastSeqs = [.. events.OfType<StepBatch>().Select(batch => batch.LastSeq)];
        (_sentAt, _ackedAt) = (new long[_lastSeqs.Length], new long[_lastSeqs.Length]);
        await _call.WriteAsync(
            new V1.WorkerMessage
            {
                Hello = new V1.Hello
                {
                    RunId = _options.RunId.Value, Protocol = 1, Software = "palestra bench", Pid = (uint)Environment.ProcessId,
                    Host = Environment.MachineName, Token = _token,
                },
            },
            cancellationToken: stop).ConfigureAwait(false);
        var listening = Task.Run(ListenAsync, stop);
        await HeardAsync(() => Volatile.Read(ref _credits) > 0, listening, stop).ConfigureAwait(false);
        await SendAsync(messages, hz, listening, stop).ConfigureAwait(false);
        await HeardAsync(() => Volatile.Read(ref _acked) == _lastSeqs.Length, listening, stop).ConfigureAwait(false);
        await _call.WriteAsync(Finished(events), cancellationToken: stop).ConfigureAwait(false);
        await Task.WhenAny(_farewell.Task, listening).ConfigureAwait(false);
        BenchFailedException.Unless(_farewell.Task.IsCompleted, $"The session ended without a farewell.");
        return Figures(warmUp);
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
        _heard.Dispose();
    }

    private static V1.WorkerMessage Message(TelemetryEvent item) => item is StepBatch batch
        ? new V1.WorkerMessage { Steps = WireMap.ToProto(batch) }
        : new V1.WorkerMessage { Episode = WireMap.ToProto((EpisodeFinalized)item) };

    private static V1.WorkerMessage Finished(IReadOnlyList<TelemetryEvent> events)
    {
        var finished = new V1.Finished { Outcome = V1.Outcome.Succeeded, Reason = "All is sent." };
        if (events.OfType<StepBatch>().LastOrDefault() is { } last)
        {
            finished.Totals.Add(new V1.StreamTotal
            {
                AgentId = last.Stream.AgentId, Slot = (uint)last.Stream.Slot, LastSeq = (ulong)last.LastSeq,
                Episodes = (ulong)events.OfType<EpisodeFinalized>().Count(),
            });
        }

        return new V1.WorkerMessage { Finished = finished };
    }

    private async Task SendAsync(V1.WorkerMessage[] messages, double hz, Task listening, CancellationToken stop)
    {
        var origin = _options.Clock.GetTimestamp();
        var batch = 0;
        foreach (var message in messages)
        {
            if (message.BodyCase == V1.WorkerMessage.BodyOneofCase.Steps)
            {
                if (hz > 0 && TimeSpan.FromSeconds(batch / hz) - _options.Clock.GetElapsedTime(origin) is { Ticks: > 0 } early)
                {
                    await Task.Delay(early, _options.Clock, stop).ConfigureAwait(false);
                }

                var last = _lastSeqs[batch];
                if (last - Volatile.Read(ref _ackedSeq) > Volatile.Read(ref _credits))
                {
                    await _call.FlushAsync(stop).ConfigureAwait(false);
                    await HeardAsync(() => last - Volatile.Read(ref _ackedSeq) <= Volatile.Read(ref _credits), listening, stop).ConfigureAwait(false);
                }

                _sentAt[batch++] = _options.Clock.GetTimestamp();
            }

            await _call.WriteAsync(message, flush: hz > 0, stop).ConfigureAwait(false);
        }

        await _call.FlushAsync(stop).ConfigureAwait(false);
    }

    private async Task HeardAsync(Func<bool> reached, Task listening, CancellationToken stop)
    {
        while (!reached())
        {
            if (listening.IsCompleted)
            {
                await listening.ConfigureAwait(false);
                throw new BenchFailedException($"The session ended after {_acked} of {_lastSeqs.Length} batches were acknowledged.");
            }

            await _heard.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            await foreach (var message in _call.Responses.ConfigureAwait(false))
            {
                Take(message);
                _heard.Release();
            }
        }
        finally
        {
            _heard.Release();
        }
    }

    private void Take(V1.DaemonMessage message)
    {
        switch (message.BodyCase)
        {
            case V1.DaemonMessage.BodyOneofCase.Welcome:
                Volatile.Write(ref _credits, (long)message.Welcome.CreditSteps);
                break;
            case V1.DaemonMessage.BodyOneofCase.Credits:
                Volatile.Write(ref _credits, (long)message.Credits.CreditSteps);
                break;
            case V1.DaemonMessage.BodyOneofCase.Ack:
                var now = _options.Clock.GetTimestamp();
                var durable = _ackedSeq;
                foreach (var position in message.Ack.Positions)
                {
                    durable = Math.Max(durable, (long)position.DurableSeq);
                }

                var acked = _acked;
                while (acked < _lastSeqs.Length && _lastSeqs[acked] <= durable)
                {
                    _ackedAt[acked++] = now;
                }

                Volatile.Write(ref _ackedSeq, durable);
                Volatile.Write(ref _acked, acked);
                break;
            case V1.DaemonMessage.BodyOneofCase.Farewell:
                _farewell.TrySetResult();
                break;
            default:
                break;
        }
    }

    private PipeFigures Figures(int warmUp)
    {
        if (_lastSeqs.Length == 0)
        {
            return new PipeFigures(0, 0, 0, 0, 0);
        }

        var latencies = Enumerable.Range(warmUp, _lastSeqs.Length - warmUp)
            .Select(i => _options.Clock.GetElapsedTime(_sentAt[i], _ackedAt[i]).TotalMilliseconds).Order().ToArray();
        BenchFailedException.Unless(latencies[0] >= 0, $"A batch was acknowledged before it was sent.");
        var counted = _lastSeqs[^1] - (warmUp == 0 ? 0 : _lastSeqs[warmUp - 1]);
        var seconds = _options.Clock.GetElapsedTime(_sentAt[warmUp], _ackedAt[^1]).TotalSeconds;
        return new PipeFigures(
            _lastSeqs[^1], counted / seconds, Percentiles.Of(latencies, 0.5), Percentiles.Of(latencies, 0.99), Percentiles.Of(latencies, 0.999));
    }
}
