using System.Reflection;
using System.Runtime.Loader;

namespace Palestra.Gym;

/// <summary>Environments that other assemblies bring. Thread-safe.</summary>
public static class EnvAssembly
{
    /// <summary>
    /// Loads an assembly, and registers what its <see cref="IEnvProvider"/>s name: all of it or, when something is wrong,
    /// nothing. What it refers to is looked for beside it; Palestra.Gym itself is that of the caller. The assembly is code:
    /// load only what you would run.
    /// </summary>
    /// <param name="path">The assembly's file, as an absolute path.</param>
    /// <param name="registry">Where to register.</param>
    /// <returns>What was registered.</returns>
    /// <exception cref="GymException">There is no such file, it is no assembly, names no environment, or one whose id is taken.</exception>
    public static IReadOnlyList<EnvSpec> Load(string path, EnvRegistry registry)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(registry);
        if (!Path.IsPathFullyQualified(path))
        {
            throw new GymException($"The assembly of environments '{path}' is not an absolute path.");
        }

        if (!File.Exists(path))
        {
            throw new GymException($"The assembly of environments '{path}' does not exist.");
        }

        try
        {
            return Register(path, ProvidersOf(new Neighbours(path).LoadFromAssemblyPath(path)), registry);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or BadImageFormatException or UnauthorizedAccessException
            or ReflectionTypeLoadException or TypeLoadException or MissingMethodException or TargetInvocationException)
        {
            throw new GymException($"The assembly of environments '{path}' cannot be loaded: {(e.InnerException ?? e).Message}", e);
        }
    }

    private static List<IEnvProvider> ProvidersOf(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IEnvProvider)))
            .Select(type => (IEnvProvider)Activator.CreateInstance(type)!),
    ];

    private static List<EnvSpec> Register(string path, List<IEnvProvider> providers, EnvRegistry registry)
    {
        var specs = providers.SelectMany(provider => provider.Specs).ToList();
        if (specs.Count == 0)
        {
            throw new GymException($"The assembly '{path}' names no environment: a public class of it must implement {nameof(IEnvProvider)}.");
        }

        if (specs.Find(spec => registry.TryGet(spec.Id, out _)) is { } taken)
        {
            throw new GymException($"The assembly '{path}' brings an environment '{taken.Id}', but that id is already registered; choose another name or version.");
        }

        specs.ForEach(registry.Register);
        return specs;
    }

    /// <summary>Finds what the assembly refers to beside it, except for what the program has already.</summary>
    private sealed class Neighbours(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver _beside = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == typeof(IEnvProvider).Assembly.GetName().Name ? null
            : _beside.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file)
            : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _beside.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
    }
}
