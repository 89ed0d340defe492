using Palestra.Storage;
using Palestra.Trainer.Api;

namespace Palestra.Cli.Chaos;

/// <summary>What faults are done to.</summary>
internal sealed record ChaosStage
{
    public required DataVolume Volume { get; init; }

    public required DaemonUnderTest Daemon { get; init; }

    public required LinkProxy Link { get; init; }

    public required ClockFolder Clocks { get; init; }

    /// <summary>What the daemon says of everything that flows.</summary>
    public required Func<CancellationToken, Task<SystemView>> Look { get; init; }

    /// <summary>For what goes wrong without being an end of the session.</summary>
    public required Problems Problems { get; init; }

    public required Dice Dice { get; init; }

    public required ChaosTimes Times { get; init; }

    /// <summary>Runs whose workers are at work, as last seen.</summary>
    public required Func<IReadOnlyList<ChaosRun>> Live { get; init; }

    /// <summary>Sockets that nobody reads, open until the next ones take their place or the daemon is gone.</summary>
    public List<IDisposable> FrozenViewers { get; } = [];

    public DataRoot Data => Volume.Data;

    /// <summary>As long as a fault lasts.</summary>
    public Task LastAsync(CancellationToken cancel) => Task.Delay(Dice.Between(Times.Fault), TimeProvider.System, cancel);

    /// <summary>A run whose worker can be hit, or <c>null</c>.</summary>
    public ChaosRun? Victim() =>
        Live().Where(run => run.WorkerPid is not null && run.AcknowledgedSteps > 0).ToList() is { Count: > 0 } able ? Dice.OneOf(able) : null;
}
