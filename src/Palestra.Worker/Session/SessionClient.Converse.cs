using Palestra.Wire;
using Palestra.Worker.Loop;
using V1 = Palestra.Wire.V1;

namespace Palestra.Worker.Session;

/// <summary>The two directions of a session after its welcome.</summary>
internal sealed partial class SessionClient
{
    private async Task<(SessionEnd? End, SessionLoss? Loss)> ConverseAsync(
        GrpcClientCall<V1.WorkerMessage, V1.DaemonMessage> call, IAsyncEnumerator<V1.DaemonMessage> responses, CancellationTokenSource ending)
    {
        var receiving = ReceiveAsync(responses);
        var sending = SendAsync(call, ending.Token);
        var beating = BeatAsync(ending.Token);
        await Task.WhenAny(receiving, sending, beating).ConfigureAwait(false);
        if (!receiving.IsCompleted)
        {
            await Task.WhenAny(receiving, Task.Delay(_options.Worker.LastWordsTimeout, _options.Clock, ending.Token)).ConfigureAwait(false);
        }

        var over = receiving.IsCompleted ? receiving : null;
        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(Quietly(receiving), Quietly(sending), Quietly(beating)).ConfigureAwait(false);
        if (over is not null)
        {
            return await over.ConfigureAwait(false) is { } end
                ? (end, null)
                : (null, new SessionLoss("The daemon closed the session.", true, false));
        }

        await (sending.IsFaulted ? sending : beating).ConfigureAwait(false);
        throw new IOException("The session ended by itself.");
    }

    /// <returns>The end of all sessions, or <c>null</c> when only this one was closed.</returns>
    private async Task<SessionEnd?> ReceiveAsync(IAsyncEnumerator<V1.DaemonMessage> responses)
    {
        while (await responses.MoveNextAsync().ConfigureAwait(false))
        {
            if (Take(responses.Current) is { } end)
            {
                return end;
            }
        }

        return null;
    }

    private SessionEnd? Take(V1.DaemonMessage message)
    {
        switch (message.BodyCase)
        {
            case V1.DaemonMessage.BodyOneofCase.Ack:
                return _outbox.Acknowledge(SessionMessages.Marks(message.Ack.Positions)) is { } problem
                    ? new SessionEnd(SessionEndKind.Rejected, problem)
                    : null;
            case V1.DaemonMessage.BodyOneofCase.Credits:
                _outbox.SetCredits((long)message.Credits.CreditSteps);
                return null;
            case V1.DaemonMessage.BodyOneofCase.Pause:
                _control.Pause();
                return null;
            case V1.DaemonMessage.BodyOneofCase.Resume:
                _control.Resume();
                return null;
            case V1.DaemonMessage.BodyOneofCase.TakeSteps:
                _control.TakeSteps(message.TakeSteps.Count);
                return null;
            case V1.DaemonMessage.BodyOneofCase.Rate:
                _control.RateHz = message.Rate.RateHz;
                return null;
            case V1.DaemonMessage.BodyOneofCase.SetMode:
                Obey(message.SetMode.Mode);
                return null;
            case V1.DaemonMessage.BodyOneofCase.Stop:
                _control.RequestStop(message.Stop.Reason);
                return null;
            case V1.DaemonMessage.BodyOneofCase.Farewell:
                return new SessionEnd(SessionEndKind.Farewell, "Everything is on disk.");
            default:
                // Human actions, and what a newer daemon may say: nothing here acts on them yet.
                return null;
        }
    }

    private async Task SendAsync(GrpcClientCall<V1.WorkerMessage, V1.DaemonMessage> call, CancellationToken ending)
    {
        var finished = false;
        while (true)
        {
            var wrote = false;
            while (NextMessage(ref finished) is { } message)
            {
                await call.WriteAsync(message, flush: false, ending).ConfigureAwait(false);
                wrote = true;
            }

            if (wrote)
            {
                await call.FlushAsync(ending).ConfigureAwait(false);
            }

            await _work.WaitAsync(ending).ConfigureAwait(false);
        }
    }

    private V1.WorkerMessage? NextMessage(ref bool finished)
    {
        if (_mail.TryDequeue(out var mail))
        {
            return mail;
        }

        if (finished)
        {
            return null;
        }

        if (_log.TryTake(out var record))
        {
            return SessionMessages.Of(record);
        }

        if (_outbox.TryTake(out var item))
        {
            return SessionMessages.Of(item);
        }

        if (Volatile.Read(ref _end) is { } end && _outbox.IsDone)
        {
            finished = true;
            return SessionMessages.Finished(end, _outbox, _figures);
        }

        return null;
    }

    private async Task BeatAsync(CancellationToken ending)
    {
        if (_control.IsPaused)
        {
            ReportPaused(true);
        }

        using var timer = new PeriodicTimer(_options.Heartbeat.Interval, _options.Clock);
        do
        {
            _frames.Heartbeat();
            Beat();
        }
        while (await timer.WaitForNextTickAsync(ending).ConfigureAwait(false));
    }

    private void Beat()
    {
        _mail.Enqueue(SessionMessages.Heartbeat(
            _figures, _outbox.Stats, _log.Dropped, _frames.Published, _sessions, _lanes, UnixTime.NowUs(_options.Clock)));
        _work.Set();
    }

    private static async Task Quietly(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
