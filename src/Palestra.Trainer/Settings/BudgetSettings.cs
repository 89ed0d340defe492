using Palestra.Settings;

namespace Palestra.Trainer;

/// <summary>What all running runs may reserve together. A run that does not fit waits; one that never could is refused.</summary>
[SettingsGroup("trainer.budget")]
public sealed record BudgetSettings
{
    [Setting("cpus", "Processors that running runs may reserve together; 0 is those of the machine times trainer.budget.overcommit.",
        Unit = "cpus", Min = 0, Max = 65_536, Hot = true)]
    public int Cpus { get; init; }

    [Setting("memory_mb", "Memory that running runs may reserve together; 0 is that of the machine times trainer.budget.overcommit.",
        Unit = "MiB", Min = 0, Max = 1_073_741_824, Hot = true)]
    public int MemoryMb { get; init; }

    [Setting("gpus", "Graphics processors that running runs may reserve together; 0 is those of the machine (/dev/nvidia0 and so on).",
        Unit = "gpus", Min = 0, Max = 1024, Hot = true)]
    public int Gpus { get; init; }

    [Setting("overcommit", "How often the processors and the memory of the machine are given away; 1 starts only what surely fits, more lets small runs share.",
        Unit = "times", Min = 0.1, Max = 1000, Hot = true,
        Why = "A run reserves 2 cpus by default and a native worker uses about one, and far less than 2048 MiB: with 4, two cores still run the "
            + "four workers of trainer.max_running side by side.")]
    public double Overcommit { get; init; } = 4;
}
