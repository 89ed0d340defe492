using System.Collections.Concurrent;
using System.Text.Json;
using Palestra.Gym;

namespace Palestra.Agents;

/// <summary>Algorithms by id. Thread-safe.</summary>
public sealed class AlgorithmRegistry
{
    private readonly ConcurrentDictionary<string, AlgorithmSpec> _specs = new(StringComparer.Ordinal);

    public static AlgorithmRegistry Default { get; } = CreateDefault();

    /// <summary>All entries, sorted by id.</summary>
    public IReadOnlyList<AlgorithmSpec> Specs => [.. _specs.Values.OrderBy(s => s.Id, StringComparer.Ordinal)];

    /// <exception cref="GymException">The id is taken.</exception>
    public void Register(AlgorithmSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (!_specs.TryAdd(spec.Id, spec))
        {
            throw new GymException($"The algorithm id '{spec.Id}' is already registered; choose another name.");
        }
    }

    public bool TryGet(string id, out AlgorithmSpec? spec) => _specs.TryGetValue(id, out spec);

    /// <exception cref="UnknownIdException">No such id; names the nearest and all there are.</exception>
    public AlgorithmSpec Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (_specs.TryGetValue(id, out var spec))
        {
            return spec;
        }

        var nearest = Nearest.To(id, _specs.Keys);
        var hint = nearest is null ? string.Empty : $" Did you mean '{nearest}'?";
        throw new UnknownIdException(
            $"Algorithm '{id}' is not known.{hint} There are: {string.Join(", ", Specs.Select(s => s.Id))}.", id, nearest);
    }

    /// <summary>Makes a learner; with parameter <c>load</c> it starts from what an earlier one saved.</summary>
    /// <param name="args">Parameters by name, as JSON values or texts; <c>null</c> is all defaults.</param>
    /// <exception cref="UnknownIdException">No such id.</exception>
    /// <exception cref="ParameterException">A parameter is unknown or out of range.</exception>
    /// <exception cref="GymException">The algorithm cannot work with these spaces, or what it should load does not fit.</exception>
    public ILearner Create(string id, IReadOnlyDictionary<string, JsonElement>? args, LearnerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var spec = Get(id);
        var values = ParameterValues.Parse(spec.Parameters, args, $"algorithm '{spec.Id}'");
        if (spec.Refusal(context.ActionSpace, context.ObservationSpace) is { } refusal)
        {
            throw new GymException(refusal);
        }

        return spec.Create(values, context);
    }

    private static AlgorithmRegistry CreateDefault()
    {
        var registry = new AlgorithmRegistry();
        registry.Register(QLearning.Spec);
        registry.Register(RandomPolicy.Spec);
        return registry;
    }
}
