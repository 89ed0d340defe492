namespace Palestra.Gym;

/// <summary>
/// What an assembly implements, in a public class with a public constructor without parameters, so that its environments
/// can be made by id wherever the assembly is loaded (<see cref="EnvAssembly.Load"/>).
/// </summary>
public interface IEnvProvider
{
    /// <summary>The environments to register.</summary>
    IEnumerable<EnvSpec> Specs { get; }
}
