using System.Collections.Concurrent;
using System.Text.Json;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Environments with several agents by id. <see cref="Default"/> knows the built-in ones; other assemblies may add theirs.
/// Thread-safe. Each id can be made in either form where the game allows it: adapters do the rest.
/// </summary>
public sealed class MultiAgentRegistry
{
    private readonly ConcurrentDictionary<string, MultiAgentSpec> _specs = new(StringComparer.Ordinal);

    public static MultiAgentRegistry Default { get; } = CreateDefault();

    /// <summary>All entries, sorted by id.</summary>
    public IReadOnlyList<MultiAgentSpec> Specs => [.. _specs.Values.OrderBy(s => s.Id, StringComparer.OrdinalIgnoreCase)];

    /// <exception cref="GymException">The id is taken, or the entry cannot make anything.</exception>
    public void Register(MultiAgentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.CreateAec is null && spec.CreateParallel is null)
        {
            throw new GymException($"The entry of '{spec.Id}' makes nothing: give CreateAec or CreateParallel.");
        }

        if (!_specs.TryAdd(spec.Id, spec))
        {
            throw new GymException($"The environment id '{spec.Id}' is already registered; choose another name or version.");
        }
    }

    /// <exception cref="UnknownIdException">No such id; names the nearest.</exception>
    public MultiAgentSpec Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (_specs.TryGetValue(id, out var spec))
        {
            return spec;
        }

        var nearest = Nearest.To(id, _specs.Keys);
        var hint = nearest is null ? string.Empty : $" Did you mean '{nearest}'?";
        throw new UnknownIdException(
            $"Environment '{id}' with several agents is not known.{hint} There are: {string.Join(", ", Specs.Select(s => s.Id))}.", id, nearest);
    }

    /// <summary>Makes an environment whose agents act in turn.</summary>
    /// <param name="args">Constructor arguments by name, as JSON values or texts; <c>null</c> is all defaults.</param>
    /// <exception cref="UnknownIdException">No such id.</exception>
    /// <exception cref="ParameterException">An argument is unknown or out of range.</exception>
    public IAecEnv MakeAec(string id, IReadOnlyDictionary<string, JsonElement>? args = null)
    {
        var (spec, values) = Read(id, args);
        return spec.CreateAec is { } create ? create(values) : new AecFromParallel(spec.CreateParallel!(values));
    }

    /// <summary>Makes an environment whose agents act at once.</summary>
    /// <inheritdoc cref="MakeAec"/>
    /// <exception cref="GymException">In this game it matters who moves first, so it cannot be played at once.</exception>
    public IParallelEnv MakeParallel(string id, IReadOnlyDictionary<string, JsonElement>? args = null)
    {
        var (spec, values) = Read(id, args);
        return spec.CreateParallel is { } create ? create(values) : new ParallelFromAec(spec.CreateAec!(values));
    }

    private static MultiAgentRegistry CreateDefault()
    {
        var registry = new MultiAgentRegistry();
        registry.Register(ConnectFourSpecs.MultiAgent);
        registry.Register(GemRushSpecs.MultiAgent);
        return registry;
    }

    private (MultiAgentSpec Spec, ParameterValues Values) Read(string id, IReadOnlyDictionary<string, JsonElement>? args)
    {
        var spec = Get(id);
        return (spec, ParameterValues.Parse(spec.Parameters, args, spec.Id));
    }
}
