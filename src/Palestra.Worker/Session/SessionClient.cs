using System.Collections.Concurrent;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Wire;
using Palestra.Worker.Frames;
using Palestra.Worker.Loop;
using Palestra.Worker.Outgoing;
using V1 = Palestra.Wire.V1;

namespace Palestra.Worker.Session;

/// <summary>
/// Holds a session with the daemon, whichever that is at the moment: finds it through <c>daemon.json</c>, again after each
/// loss, on whatever port. Training knows nothing of it (P-CALM). One call of <see cref="RunAsync"/> per client; the other
/// members may be called from any thread.
/// </summary>
internal sealed partial class SessionClient : IDisposable
{
    private readonly WorkerOptions _options;
    private readonly Outbox _outbox;
    private readonly WorkerLog _log;
    private readonly LoopControl _control;
    private readonly RunFigures _figures;
    private readonly FramePublisher _frames;
    private readonly LaneSwitch _lanes;
    private readonly AsyncSignal _work = new();
    private readonly ConcurrentQueue<V1.WorkerMessage> _mail = new();
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopEnd? _end;
    private long _sessions;

    public SessionClient(
        WorkerOptions options, Outbox outbox, WorkerLog log, LoopControl control, RunFigures figures, FramePublisher frames, LaneSwitch lanes)
    {
        (_options, _outbox, _log, _control, _figures, _frames, _lanes) = (options, outbox, log, control, figures, frames, lanes);
        outbox.Changed = _work.Set;
        log.Changed = _work.Set;
        lanes.FirstUnrecorded = Beat;
    }

    /// <summary>Done at the first welcome.</summary>
    public Task Welcomed => _welcomed.Task;

    /// <summary>The loop obeyed a pause or a resume.</summary>
    public void ReportPaused(bool paused)
    {
        _mail.Enqueue(SessionMessages.Paused(paused));
        _work.Set();
    }

    /// <summary>The loop has ended and the outbox is sealed: what is left is sent, then this.</summary>
    public void Finish(LoopEnd end)
    {
        Volatile.Write(ref _end, end);
        _work.Set();
    }

    /// <summary>Holds sessions until the daemon says farewell or refuses, or there is none for too long.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken abort)
    {
        var clock = _options.Clock;
        var settings = _options.Worker;
        var contact = clock.GetTimestamp();
        long? refusedSince = null;
        var backoff = settings.ReconnectMin;
        while (true)
        {
            var (end, loss) = await TrySessionAsync(abort).ConfigureAwait(false);
            if (end is not null)
            {
                return end;
            }

            if (loss!.Welcomed)
            {
                (contact, backoff) = (clock.GetTimestamp(), settings.ReconnectMin);
                _options.Error.WriteLine($"The session was lost: {loss.Reason} Training goes on.");
            }

            // A refusal may mean a new daemon whose file we have not read yet; a lasting one is final.
            refusedSince = loss.Refused ? refusedSince ?? clock.GetTimestamp() : null;
            if (refusedSince is { } since && clock.GetElapsedTime(since) > settings.WelcomeTimeout)
            {
                return new SessionEnd(SessionEndKind.Rejected, loss.Reason);
            }

            var away = clock.GetElapsedTime(contact);
            if (away >= settings.OrphanTimeout)
            {
                return new SessionEnd(
                    SessionEndKind.Orphaned, $"No daemon for {away.TotalSeconds:0.#} s (worker.orphan_timeout). Last: {loss.Reason}");
            }

            var rest = settings.OrphanTimeout - away;
            await Task.Delay(backoff < rest ? backoff : rest, clock, abort).ConfigureAwait(false);
            backoff = backoff * 2 < settings.ReconnectMax ? backoff * 2 : settings.ReconnectMax;
        }
    }

    public void Dispose() => _work.Dispose();

    private async Task<(SessionEnd? End, SessionLoss? Loss)> TrySessionAsync(CancellationToken abort)
    {
        if (DaemonFile.TryRead(_options.DataRoot) is not { } daemon || !Uri.TryCreate(daemon.GrpcAddress, UriKind.Absolute, out var address))
        {
            return (null, new SessionLoss($"'{_options.DataRoot.DaemonFile}' names no daemon.", false, false));
        }

        var welcomed = false;
        using var channel = new GrpcChannel(address, _options.Wire);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(abort);
        using var call = channel.Duplex<V1.WorkerMessage, V1.DaemonMessage>("palestra.v1.Telemetry", "Session", ending.Token);
        try
        {
            var responses = call.Responses.GetAsyncEnumerator(ending.Token);
            await using (responses.ConfigureAwait(false))
            {
                var problem = await GreetAsync(call, responses, daemon.Token, ending.Token).ConfigureAwait(false);
                if (problem is not null)
                {
                    return (new SessionEnd(SessionEndKind.Rejected, problem), null);
                }

                welcomed = true;
                return await ConverseAsync(call, responses, ending).ConfigureAwait(false);
            }
        }
        catch (SpoolLostException e)
        {
            return (new SessionEnd(SessionEndKind.Broken, e.Message), null);
        }
        catch (GrpcStatusException e)
        {
            return Judge(e, welcomed);
        }
        catch (Exception e) when (e is TimeoutException or IOException || (e is OperationCanceledException && !abort.IsCancellationRequested))
        {
            return (null, new SessionLoss(e.Message, welcomed, false));
        }
        finally
        {
            _outbox.Suspend();
            await ending.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<string?> GreetAsync(
        GrpcClientCall<V1.WorkerMessage, V1.DaemonMessage> call, IAsyncEnumerator<V1.DaemonMessage> responses, string token, CancellationToken ending)
    {
        await call.WriteAsync(SessionMessages.Hello(_options, token), flush: true, ending).ConfigureAwait(false);
        var answered = await responses.MoveNextAsync().AsTask()
            .WaitAsync(_options.Worker.WelcomeTimeout, _options.Clock, ending).ConfigureAwait(false);
        if (!answered)
        {
            throw new IOException("The daemon closed the session without a welcome.");
        }

        if (responses.Current.BodyCase != V1.DaemonMessage.BodyOneofCase.Welcome)
        {
            return $"The daemon answered the hello with {responses.Current.BodyCase} instead of a welcome.";
        }

        var welcome = responses.Current.Welcome;
        if (welcome.Protocol != SessionMessages.Protocol)
        {
            return $"The daemon speaks protocol {welcome.Protocol}, this worker {SessionMessages.Protocol}.";
        }

        _mail.Clear();
        if (_outbox.Resume(SessionMessages.Marks(welcome.Positions), (long)welcome.CreditSteps) is { } problem)
        {
            return problem;
        }

        Obey(welcome.Paused);
        Obey(welcome.TelemetryMode);
        _control.RateHz = welcome.RateHz;
        if (_sessions++ > 0)
        {
            _log.Add(LogIds.WorkerReconnected.Create(UnixTime.NowUs(_options.Clock), _outbox.Stats.UnacknowledgedSteps));
            _options.Error.WriteLine($"Connected again to the daemon at {DaemonFile.TryRead(_options.DataRoot)?.GrpcAddress}.");
        }

        _welcomed.TrySetResult();
        return null;
    }

    private void Obey(V1.TelemetryMode mode)
    {
        if (SessionMessages.Mode(mode) is { } wanted && wanted != _lanes.Mode)
        {
            _lanes.Mode = wanted;
            _log.Add(LogIds.TelemetryModeSet.Create(UnixTime.NowUs(_options.Clock), wanted.Word()));
        }
    }

    private void Obey(bool paused)
    {
        if (paused)
        {
            _control.Pause();
        }
        else
        {
            _control.Resume();
        }
    }

    private static (SessionEnd? End, SessionLoss? Loss) Judge(GrpcStatusException e, bool welcomed)
    {
        var reason = e.Detail.Length > 0 ? e.Detail : e.Code.ToString();
        return e.Code switch
        {
            GrpcStatusCode.NotFound or GrpcStatusCode.FailedPrecondition or GrpcStatusCode.PermissionDenied or GrpcStatusCode.Unimplemented =>
                (new SessionEnd(SessionEndKind.Rejected, reason), null),
            GrpcStatusCode.Unauthenticated or GrpcStatusCode.InvalidArgument => (null, new SessionLoss(reason, welcomed, true)),
            _ => (null, new SessionLoss(reason, welcomed, false)),
        };
    }
}
