using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;

namespace Palestra.Cli.Chaos;

/// <summary>The runs of a chaos session: keeps one of each kind at work, and takes down what the daemon says of them. Not thread-safe.</summary>
internal sealed class RunField(DaemonClient client, DataRoot data, Dice dice, ChaosTimes times, Problems problems)
{
    private readonly List<ChaosRun> _runs = [];
    private int _count;

    public IReadOnlyList<ChaosRun> All => _runs;

    public IReadOnlyList<ChaosRun> Live => [.. _runs.Where(run => !run.HasEnded && !run.WorkerKilled)];

    /// <summary>Seed of all runs of a kind, disturbed or not.</summary>
    public ulong SeedOf(RunKind kind) => ((ulong)(uint)dice.Seed << 8) + (ulong)RunKind.All.ToList().IndexOf(kind);

    public async Task TopUpAsync(CancellationToken cancel)
    {
        foreach (var kind in RunKind.All.Where(kind => Live.All(run => run.Kind != kind)))
        {
            var id = $"chaos-{++_count:000}-{kind.Name}";
            await AskAsync(async () => await client.SubmitAsync(kind.Request(id, SeedOf(kind), disturbed: true), cancel), cancel);
            _runs.Add(new ChaosRun(id, kind, data.Run(RunId.Parse(id))));
        }
    }

    /// <summary>Looks at every run that has not ended.</summary>
    public async Task ObserveAsync(CancellationToken cancel)
    {
        foreach (var run in _runs.Where(run => !run.HasEnded))
        {
            problems.AddIfAny(run.Note(await AskAsync(async () => await client.ViewRunAsync(run.Id, cancel), cancel)));
        }
    }

    public Task<SystemView> LookAsync(CancellationToken cancel) => AskAsync(() => client.GetSystemAsync(cancel), cancel);

    /// <summary>Waits until every live run has made a step since, or has ended, and until those that cannot go on are known to have ended.</summary>
    /// <returns>Whether they did in time.</returns>
    public async Task<bool> RecoverAsync(DaemonUnderTest daemon, CancellationToken cancel)
    {
        var since = TimeProvider.System.GetTimestamp();
        await ObserveAsync(cancel);
        var before = _runs.Where(run => !run.HasEnded).ToDictionary(run => run, run => run.AcknowledgedSteps);
        while (true)
        {
            foreach (var (run, steps) in before)
            {
                if (run.HasEnded || (!run.WorkerKilled && run.AcknowledgedSteps > steps))
                {
                    before.Remove(run);
                }
            }

            if (before.Count == 0)
            {
                return true;
            }

            if (daemon.Missing() is { } gone)
            {
                throw new ChaosException(gone);
            }

            if (TimeProvider.System.GetElapsedTime(since) > times.RecoveryPatience)
            {
                foreach (var (run, steps) in before)
                {
                    problems.Add(run.WorkerKilled
                        ? $"Run '{run.Id}' is still in {run.View?.Status} {times.RecoveryPatience.TotalSeconds:0} s after its worker was killed."
                        : $"Run '{run.Id}' ({run.View?.Status}) stands still at {steps} steps on disk, {times.RecoveryPatience.TotalSeconds:0} s after everything was well again.");
                }

                return false;
            }

            await Task.Delay(times.Poll, TimeProvider.System, cancel);
            await ObserveAsync(cancel);
        }
    }

    /// <summary>Waits for the end of all runs.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (_runs.Any(run => !run.HasEnded))
        {
            await ObserveAsync(cancel);
            if (TimeProvider.System.GetElapsedTime(since) > times.EndPatience)
            {
                foreach (var run in _runs.Where(run => !run.HasEnded))
                {
                    problems.Add($"Run '{run.Id}' has not ended {times.EndPatience.TotalSeconds:0} s after the last fault: it is in {run.View?.Status} with {run.AcknowledgedSteps} of {run.Kind.Steps} steps.");
                }

                return;
            }

            await Task.Delay(times.Poll, TimeProvider.System, cancel);
        }
    }

    /// <summary>Removes a run that has ended, and its folder.</summary>
    public async Task RemoveAsync(ChaosRun run, CancellationToken cancel)
    {
        await AskAsync(
            async () =>
            {
                await client.DeleteRunAsync(run.Id, cancel);
                return true;
            },
            cancel);
        _runs.Remove(run);
    }

    /// <summary>A daemon that has only just come back may need a moment; one that goes on refusing is broken.</summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask().WaitAsync(times.DaemonPatience, TimeProvider.System, cancel);
            }
            catch (Exception e) when (e is UserErrorException or TimeoutException)
            {
                if (TimeProvider.System.GetElapsedTime(since) > times.DaemonPatience)
                {
                    throw new ChaosException($"The daemon does not do what it is asked to: {e.Message}");
                }
            }

            await Task.Delay(times.Poll, TimeProvider.System, cancel);
        }
    }
}
