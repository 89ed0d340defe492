using Palestra.Settings;
using Palestra.Storage;

namespace Palestra.Trainer.Runs;

/// <summary>
/// Makes the resources of a run of what its request says. What is left out is the default, cut down to the budget, so
/// that a small machine still runs what nobody thought about.
/// </summary>
internal sealed class ResourceRequest(Func<RunDefaultsSettings> defaults, Func<RunResources> budget)
{
    private static readonly SettingsCatalog Ranges = SettingsCatalog.Of(typeof(RunDefaultsSettings));

    public RunResources Read(RunRequest request, FieldErrors errors)
    {
        var (own, most) = (defaults(), budget());
        return new RunResources(
            One("cpus", request.Cpus, own.Cpus, most.Cpus, errors),
            One("memory_mb", request.MemoryMb, own.MemoryMb, most.MemoryMb, errors),
            One("gpus", request.Gpus, own.Gpus, most.Gpus, errors));
    }

    private static int One(string field, int? wanted, int fallback, int most, FieldErrors errors)
    {
        if (wanted is not { } count)
        {
            return Math.Min(fallback, most);
        }

        var range = Ranges.Find($"run.{field}")!;
        if (count < range.Min || count > range.Max)
        {
            errors.Add(field, $"'{field}' is {count}: {range.AllowedText} is allowed.");
        }
        else if (count > most)
        {
            errors.Add(field, $"'{field}' is {count}, but all runs together have {most} (trainer.budget.{field}), so it could never start.");
        }

        return count;
    }
}
