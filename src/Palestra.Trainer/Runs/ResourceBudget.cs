using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>
/// Who reserved what of the machine. Runs that hold more than a budget that was lowered meanwhile go on; others wait.
/// Guarded by the registry's scheduling lock, but for <see cref="Size"/>, which any thread may ask.
/// </summary>
internal sealed class ResourceBudget(Func<BudgetSettings> settings, MachineResources machine)
{
    private readonly Dictionary<RunId, RunResources> _held = [];

    /// <summary>What there is to give, from the settings of now.</summary>
    public RunResources Size
    {
        get
        {
            var own = settings();
            return new RunResources(
                own.Cpus > 0 ? own.Cpus : Times(machine.Cpus, own.Overcommit),
                own.MemoryMb > 0 ? own.MemoryMb : Times(machine.MemoryMb, own.Overcommit),
                own.Gpus > 0 ? own.Gpus : machine.Gpus);
        }
    }

    /// <param name="wanted"><c>null</c> is a run of an earlier version: it reserves nothing.</param>
    public void Take(RunId run, RunResources? wanted)
    {
        if (wanted is not null)
        {
            _held[run] = wanted;
        }
    }

    public void Release(RunId run) => _held.Remove(run);

    /// <summary>What a run that wants so much has to wait for; <c>null</c> when it fits.</summary>
    public string? Obstacle(RunResources? wanted)
    {
        var size = Size;
        return wanted is null ? null
            : Short("cpus", wanted.Cpus, size.Cpus, _held.Values.Sum(held => held.Cpus))
            ?? Short("memory_mb", wanted.MemoryMb, size.MemoryMb, _held.Values.Sum(held => (long)held.MemoryMb))
            ?? Short("gpus", wanted.Gpus, size.Gpus, _held.Values.Sum(held => held.Gpus));
    }

    private static string? Short(string what, int wanted, int size, long held)
    {
        var unit = what == "memory_mb" ? "MiB of memory" : what;
        return wanted == 0 || wanted <= size - held ? null
            : wanted > size ? $"It reserves {wanted} {unit} and trainer.budget.{what} is {size}: it waits until that is raised"
            : $"It waits for {wanted} {unit}: {held} of {size} are reserved (trainer.budget.{what})";
    }

    private static int Times(long there, double overcommit) => (int)Math.Clamp(there * overcommit, 1, int.MaxValue);
}
