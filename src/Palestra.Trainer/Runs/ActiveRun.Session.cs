using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Ingest;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Runs;

// The link of the slow lane: at most one session at a time, the newest.
internal sealed partial class ActiveRun
{
    private readonly SemaphoreSlim _sessions = new(1, 1);
    private WorkerSession? _session;
    private long _sessionCount;
    private long _grants;
    private long _linkSinceUs;
    private long _lastSignStamp;

    public bool Connected => Volatile.Read(ref _session) is not null;

    public long Sessions => Interlocked.Read(ref _sessionCount);

    public long Grants => Interlocked.Read(ref _grants);

    /// <summary>When the link came or went: microseconds since the Unix epoch; <c>null</c> before the first session.</summary>
    public long? LinkSinceUs => Interlocked.Read(ref _linkSinceUs) is var us and > 0 ? us : null;

    /// <summary>Carries one session to its end. A session that is still there is ended first.</summary>
    /// <exception cref="GrpcStatusException">What the worker is told.</exception>
    public async Task HostSessionAsync(WorkerSession session, Proto.Hello hello)
    {
        await _sessions.WaitAsync(session.Cancellation);
        try
        {
            if (Volatile.Read(ref _session) is { } older)
            {
                older.End(GrpcStatusCode.Aborted, $"A newer session of run '{Id}' took its place.");
                await older.Over;
            }

            RefuseIfEnded();
            Interlocked.Increment(ref _sessionCount);
            Interlocked.Exchange(ref _linkSinceUs, _services.NowUs);
            Volatile.Write(ref _session, session);
        }
        finally
        {
            _sessions.Release();
        }

        Alive();
        var how = "the daemon ended it";
        try
        {
            await GreetAsync(session, hello);
            await session.RunAsync();
            how = "the worker closed it";
        }
        catch (GrpcStatusException e)
        {
            how = e.Detail;
            throw;
        }
        catch (OperationCanceledException)
        {
            how = "the link was lost";
            throw;
        }
        catch (BusCompletedException)
        {
            throw new GrpcStatusException(GrpcStatusCode.FailedPrecondition, $"Run '{Id}' has ended.");
        }
        finally
        {
            Interlocked.CompareExchange(ref _session, null, session);
            Interlocked.Exchange(ref _linkSinceUs, _services.NowUs);
            Note(LogIds.SessionClosed, session.SaidFarewell ? "it ended in good order" : how.TrimEnd('.'));
            Changed();
            session.SetOver();
            _wake.Set();
        }
    }

    /// <summary>Any message is a sign of life.</summary>
    public void Alive() => Interlocked.Exchange(ref _lastSignStamp, _services.Clock.GetTimestamp());

    private async Task GreetAsync(WorkerSession session, Proto.Hello hello)
    {
        if (State == RunState.INIT)
        {
            await MoveAsync(RunState.HSHK, null, "A worker came by itself.");
        }

        if (State == RunState.HSHK)
        {
            await MoveAsync(RunState.RDY, null, $"The worker ({hello.Software}, pid {hello.Pid} on {hello.Host}) said hello.");
        }

        var welcome = new Proto.Welcome
        {
            Protocol = WorkerSession.Protocol,
            CreditSteps = (ulong)GrantCredits(),
            Paused = Commands.Paused,
            RateHz = Commands.RateHz,
            TelemetryMode = ToProto(Commands.Mode),
        };
        var positions = Pipeline.Positions;
        welcome.Positions.AddRange(positions.Select(WorkerSession.ToProto));
        session.Post(new Proto.DaemonMessage { Welcome = welcome });
        if (Commands.StopReason is { } reason)
        {
            session.Post(new Proto.DaemonMessage { Stop = new Proto.Stop { Reason = reason } });
        }

        Note(LogIds.SessionOpened, hello.Software, positions.Sum(p => p.DurableSeq));
        Changed();
    }

    private void RefuseIfEnded()
    {
        if (State.IsFinal())
        {
            throw new GrpcStatusException(
                GrpcStatusCode.FailedPrecondition, $"Run '{Id}' has ended: {State}, {Outcome?.Word()}. {Reason}");
        }
    }

    private void Acknowledge(IReadOnlyList<StreamPosition> positions) => Volatile.Read(ref _session)?.Acknowledge(positions);
}
