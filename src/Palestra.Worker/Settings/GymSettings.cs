using Palestra.Gym;
using Palestra.Settings;

namespace Palestra.Worker;

/// <summary>Which environments there are, beside the built-in ones.</summary>
[SettingsGroup("gym")]
public sealed record GymSettings
{
    [Setting("assemblies",
        "Assemblies that bring environments of their own: absolute paths, apart by the platform's path separator (: or ;). Daemon, workers and commands load them at their start.",
        Env = "GYM_ASSEMBLIES", HostOnly = true)]
    public string Assemblies { get; init; } = "";

    /// <summary>Registers the environments of every assembly. One that cannot be loaded stops no other.</summary>
    /// <returns>One sentence for each assembly that could not be loaded.</returns>
    public IReadOnlyList<string> LoadInto(EnvRegistry registry)
    {
        var problems = new List<string>();
        foreach (var path in Assemblies.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            try
            {
                EnvAssembly.Load(path, registry);
            }
            catch (GymException e)
            {
                problems.Add($"{e.Message} (gym.assemblies)");
            }
        }

        return problems;
    }
}
