namespace Palestra.Cli.Chaos;

/// <summary>kill -9 of the daemon; the next one starts a while later.</summary>
internal sealed class KillDaemon : IFault
{
    public string Name => "kill-daemon";

    public async Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        await stage.Daemon.KillAsync(cancel);
        await Task.Delay(stage.Dice.Between(stage.Times.Away), TimeProvider.System, cancel);
        await stage.Daemon.StartAsync(cancel);
        return true;
    }
}

/// <summary>SIGTERM to the daemon while runs go on; the next one starts a while later.</summary>
internal sealed class RestartDaemon : IFault
{
    public string Name => "restart-daemon";

    public async Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        await stage.Daemon.EndAsync(cancel);
        await Task.Delay(stage.Dice.Between(stage.Times.Away), TimeProvider.System, cancel);
        await stage.Daemon.StartAsync(cancel);
        return true;
    }
}

/// <summary>The daemon stands still, as on a machine that swaps or a virtual machine that is moved.</summary>
internal sealed class FreezeDaemon : IFault
{
    public string Name => "freeze-daemon";

    public async Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        stage.Daemon.Freeze();
        try
        {
            await stage.LastAsync(cancel);
        }
        finally
        {
            stage.Daemon.Thaw();
        }

        return true;
    }
}
