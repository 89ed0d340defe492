using System.Threading.Channels;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Live;
using Palestra.Trainer.Runs;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Ingest;

/// <summary>
/// One <c>Session</c> call of a worker. Reads in order on one task and stops reading while the durable path is full, so
/// that back-pressure reaches the worker; writes on another: commands in order, acknowledgements conflated to the newest.
/// </summary>
internal sealed class WorkerSession
{
    /// <summary>Version of the contract in session.proto.</summary>
    public const uint Protocol = 1;

    private readonly GrpcServerCall<Proto.WorkerMessage, Proto.DaemonMessage> _call;
    private readonly IAsyncEnumerator<Proto.WorkerMessage> _requests;
    private readonly ActiveRun _run;
    private readonly CancellationTokenSource _ending;
    private readonly Channel<Proto.DaemonMessage> _outgoing = Channel.CreateUnbounded<Proto.DaemonMessage>(new() { SingleReader = true });
    private readonly CoalescingSignal _something = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<StreamPosition>? _acknowledge;
    private GrpcStatusException? _endedBy;

    /// <param name="requests">Reads with the token of <paramref name="ending"/>.</param>
    public WorkerSession(
        ActiveRun run,
        GrpcServerCall<Proto.WorkerMessage, Proto.DaemonMessage> call,
        IAsyncEnumerator<Proto.WorkerMessage> requests,
        CancellationTokenSource ending)
    {
        _run = run;
        _call = call;
        _requests = requests;
        _ending = ending;
    }

    public CancellationToken Cancellation => _ending.Token;

    /// <summary>Done when nothing of this session will reach the run any more.</summary>
    public Task Over => _over.Task;

    /// <summary>The worker said that it is done; its end is being written.</summary>
    public bool Finishing { get; private set; }

    /// <summary>The run's end is on disk and the worker was told so: however the call ends now, nothing is lost.</summary>
    public bool SaidFarewell { get; private set; }

    public static Proto.StreamPosition ToProto(StreamPosition position) => new()
    {
        AgentId = position.Stream.AgentId,
        Slot = (uint)position.Stream.Slot,
        DurableSeq = (ulong)position.DurableSeq,
        DurableEpisodes = (ulong)position.DurableEpisodes,
    };

    /// <summary>Queues a message for the worker. Never blocks.</summary>
    public void Post(Proto.DaemonMessage message)
    {
        _outgoing.Writer.TryWrite(message);
        _something.Set();
    }

    /// <summary>What is on disk now; replaces an acknowledgement that was not sent yet. Never blocks.</summary>
    public void Acknowledge(IReadOnlyList<StreamPosition> positions)
    {
        Volatile.Write(ref _acknowledge, positions);
        _something.Set();
    }

    /// <summary>Ends the session from the daemon's side.</summary>
    public void End(GrpcStatusCode code, string detail)
    {
        Interlocked.CompareExchange(ref _endedBy, new GrpcStatusException(code, detail), null);
        try
        {
            _ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The worker closed it in the same moment: the call is over already.
        }
    }

    public void SetOver() => _over.TrySetResult();

    /// <exception cref="GrpcStatusException">How the call ends, unless the worker just closed it.</exception>
    public async Task RunAsync()
    {
        using var writingEnds = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        var writing = WriteAsync(writingEnds.Token);
        try
        {
            while (await NextAsync())
            {
                _run.Alive();
                await TakeAsync(_requests.Current);
            }
        }
        catch (OperationCanceledException) when (Volatile.Read(ref _endedBy) is { } ended)
        {
            throw ended;
        }
        finally
        {
            await writingEnds.CancelAsync();
            await writing;
        }
    }

    private async Task<bool> NextAsync()
    {
        try
        {
            return await _requests.MoveNextAsync();
        }
        catch (GrpcStatusException e) when (e.Code is GrpcStatusCode.InvalidArgument or GrpcStatusCode.ResourceExhausted or GrpcStatusCode.Internal)
        {
            // The transport could not make a message of what came.
            _ = _run.Reject(e.Detail);
            throw;
        }
    }

    private async Task TakeAsync(Proto.WorkerMessage message)
    {
        var cancellation = _ending.Token;
        switch (message.BodyCase)
        {
            case Proto.WorkerMessage.BodyOneofCase.Steps:
                await _run.TakeStepsAsync(_run.Valid(WireMap.FromProto(message.Steps)), cancellation);
                break;
            case Proto.WorkerMessage.BodyOneofCase.Episode:
                await _run.TakeEpisodeAsync(_run.Valid(WireMap.FromProto(message.Episode)), cancellation);
                break;
            case Proto.WorkerMessage.BodyOneofCase.Log:
                await _run.Pipeline.Bus.PublishAsync(_run.Valid(WireMap.FromProto(message.Log)), cancellation);
                break;
            case Proto.WorkerMessage.BodyOneofCase.Heartbeat:
                var heartbeat = _run.Valid(WireMap.FromProto(message.Heartbeat));
                await _run.TakeAsync(message.Heartbeat);
                await _run.Pipeline.Bus.PublishAsync(heartbeat, cancellation);
                break;
            case Proto.WorkerMessage.BodyOneofCase.State:
                await _run.TakeReportAsync(message.State.Paused);
                break;
            case Proto.WorkerMessage.BodyOneofCase.Finished:
                Finishing = true;
                await _run.FinishAsync(message.Finished, cancellation);
                SaidFarewell = true;
                Post(new Proto.DaemonMessage { Farewell = new Proto.Farewell() });
                break;
            case Proto.WorkerMessage.BodyOneofCase.Hello:
                throw _run.Reject("Hello was said already: it is the first message of a session and only that.");
            default:
                throw _run.Reject("A message without a body: steps, episode, log, heartbeat, state or finished are allowed.");
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _something.WaitAsync(cancellationToken))
            {
                // Commands first: the first of them is the Welcome, and nothing may be acknowledged before that.
                while (_outgoing.Reader.TryRead(out var message))
                {
                    await _call.WriteAsync(message);
                }

                if (Interlocked.Exchange(ref _acknowledge, null) is { } positions)
                {
                    var ack = new Proto.Ack();
                    ack.Positions.AddRange(positions.Select(ToProto));
                    await _call.WriteAsync(new Proto.DaemonMessage { Ack = ack });
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or GrpcStatusException or IOException)
        {
            // The reading side finds out too, and ends the session.
        }
    }
}
