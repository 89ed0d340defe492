using System.Collections.Concurrent;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// Environments by id. <see cref="Default"/> knows the built-in ones; other assemblies may add theirs. Thread-safe.
/// </summary>
public sealed class EnvRegistry
{
    private readonly ConcurrentDictionary<string, EnvSpec> _specs = new(StringComparer.Ordinal);

    public static EnvRegistry Default { get; } = CreateDefault();

    /// <summary>Raised when an environment is made by an id that should not be used any more; says why and what to use.</summary>
    public event EventHandler<DeprecatedIdEventArgs>? DeprecatedIdUsed;

    /// <summary>All entries, sorted by id.</summary>
    public IReadOnlyList<EnvSpec> Specs => [.. _specs.Values.OrderBy(s => s.Id, StringComparer.OrdinalIgnoreCase)];

    /// <exception cref="GymException">The id is taken.</exception>
    public void Register(EnvSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (!_specs.TryAdd(spec.Id, spec))
        {
            throw new GymException($"The environment id '{spec.Id}' is already registered; choose another name or version.");
        }
    }

    public bool TryGet(string id, out EnvSpec? spec) => _specs.TryGetValue(id, out spec);

    /// <exception cref="UnknownIdException">No such id; names the nearest.</exception>
    public EnvSpec Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (_specs.TryGetValue(id, out var spec))
        {
            return spec;
        }

        var nearest = Nearest.To(id, _specs.Keys);
        var hint = nearest is null ? string.Empty : $" Did you mean '{nearest}'?";
        throw new UnknownIdException($"Environment '{id}' is not known.{hint} List all with 'palestra gym list'.", id, nearest);
    }

    /// <summary>
    /// Makes an environment, with the time limit of its id and with checks: a step before a reset, after the end of an
    /// episode or with an action outside the space is refused with a sentence.
    /// </summary>
    /// <param name="id">For example <c>FrozenLake-v1</c>.</param>
    /// <param name="args">Constructor arguments by name, as JSON values or texts; <c>null</c> is all defaults.</param>
    /// <exception cref="UnknownIdException">No such id.</exception>
    /// <exception cref="ParameterException">An argument is unknown or out of range.</exception>
    public IEnv Make(string id, IReadOnlyDictionary<string, JsonElement>? args = null)
    {
        var spec = Get(id);
        var values = ParameterValues.Parse(spec.Parameters, args, spec.Id);
        var env = spec.Create(values);
        if (spec.Deprecation is { } deprecation)
        {
            DeprecatedIdUsed?.Invoke(this, new DeprecatedIdEventArgs(id, deprecation));
        }

        return new GuardedEnv(env, spec.StepLimitArgument is { } name ? spec with { MaxEpisodeSteps = (int)values.Int(name) } : spec);
    }

    /// <inheritdoc cref="Make(string, IReadOnlyDictionary{string, JsonElement}?)"/>
    /// <exception cref="GymException">The types do not have the size of the rows.</exception>
    public EnvView<TObs, TAct> Make<TObs, TAct>(string id, IReadOnlyDictionary<string, JsonElement>? args = null)
        where TObs : unmanaged
        where TAct : unmanaged => new(Make(id, args));

    private static IEnumerable<IReadOnlyList<EnvSpec>> BuiltIn =>
    [
        Toy.BlackjackSpecs.All,
        Toy.FrozenLakeSpecs.All,
        Toy.CliffWalkingSpecs.All,
        Toy.TaxiSpecs.All,
        Classic.CartPoleSpecs.All,
        Classic.MountainCarSpecs.All,
        Classic.AcrobotSpecs.All,
        Classic.PendulumSpecs.All,
        Grid.GridSpecs.All,
        [MultiAgent.ConnectFourSpecs.Seat, MultiAgent.GemRushSpecs.Seat],
    ];

    private static EnvRegistry CreateDefault()
    {
        var registry = new EnvRegistry();
        foreach (var spec in BuiltIn.SelectMany(family => family))
        {
            registry.Register(spec);
        }

        return registry;
    }
}

/// <param name="id">The id that was used.</param>
/// <param name="warning">One sentence: why not to use it, and what instead.</param>
public sealed class DeprecatedIdEventArgs(string id, string warning) : EventArgs
{
    public string Id { get; } = id;

    public string Warning { get; } = warning;
}
