namespace Palestra.Cli.Chaos;

/// <summary>kill -9 of a worker: its run must end in FAULT with all that was acknowledged.</summary>
internal sealed class KillWorker : IFault
{
    public string Name => "kill-worker";

    public Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        if (stage.Victim() is not { } run)
        {
            return Task.FromResult(false);
        }

        run.WorkerKilled = true;
        return Task.FromResult(PosixSignals.Kill(run.WorkerPid!.Value));
    }
}

/// <summary>kill -9 of the daemon and, while there is none, of a worker: the next daemon must find out.</summary>
internal sealed class KillBoth : IFault
{
    public string Name => "kill-both";

    public async Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        if (stage.Victim() is not { } run)
        {
            return false;
        }

        await stage.Daemon.KillAsync(cancel);
        run.WorkerKilled = true;
        PosixSignals.Kill(run.WorkerPid!.Value);
        await stage.Daemon.StartAsync(cancel);
        return true;
    }
}

/// <summary>A worker stands still and goes on.</summary>
internal sealed class FreezeWorker : IFault
{
    public string Name => "freeze-worker";

    public async Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        if (stage.Victim() is not { } run || !PosixSignals.Stop(run.WorkerPid!.Value))
        {
            return false;
        }

        try
        {
            await stage.LastAsync(cancel);
        }
        finally
        {
            PosixSignals.Continue(run.WorkerPid.Value);
        }

        return true;
    }
}
