using System.Collections.Frozen;

namespace Palestra.Settings;

/// <summary>
/// All settings of a program: what there is, before any value is read. Immutable and thread-safe. Reflection happens here
/// and once, so that a wrong declaration stops the start instead of surprising later.
/// </summary>
public sealed class SettingsCatalog
{
    private readonly FrozenDictionary<string, SettingSpec> _byKey;
    private readonly FrozenDictionary<string, SettingSpec> _byEnv;

    private readonly FrozenDictionary<Type, SettingSpec[]> _byGroup;

    private SettingsCatalog(IReadOnlyList<Type> groups, IReadOnlyList<SettingSpec> specs)
    {
        Groups = groups;
        Specs = specs;
        _byKey = specs.ToFrozenDictionary(spec => spec.Key);
        _byEnv = specs.ToFrozenDictionary(spec => spec.Env);
        _byGroup = groups.ToFrozenDictionary(group => group, group => specs.Where(spec => spec.Group == group).ToArray());
    }

    /// <summary>The group records, each once, in the order given.</summary>
    public IReadOnlyList<Type> Groups { get; }

    /// <summary>Every setting, by key.</summary>
    public IReadOnlyList<SettingSpec> Specs { get; }

    public IEnumerable<string> Keys => Specs.Select(spec => spec.Key);

    public IEnumerable<string> EnvNames => Specs.Select(spec => spec.Env);

    /// <summary>Reads the declarations. A type given twice counts once.</summary>
    /// <exception cref="SettingsCatalogException">
    /// A declaration is wrong: every fault of every group, one sentence each, with the property.
    /// </exception>
    public static SettingsCatalog Of(params Type[] groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var errors = new List<string>();
        var distinct = groups.Distinct().ToArray();
        var specs = distinct.SelectMany(group => GroupReader.Read(group, errors)).ToList();
        specs.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
        FindClashes(specs, errors);
        return errors.Count == 0 ? new(distinct, specs) : throw new SettingsCatalogException(errors);
    }

    public SettingSpec? Find(string key) => _byKey.GetValueOrDefault(key);

    public SettingSpec? FindByEnv(string name) => _byEnv.GetValueOrDefault(name);

    internal IReadOnlyList<SettingSpec> SpecsOf(Type group) => _byGroup[group];

    private static void FindClashes(List<SettingSpec> specs, List<string> errors)
    {
        foreach (var same in specs.GroupBy(spec => spec.Key).Where(same => same.Count() > 1))
        {
            errors.Add($"Key '{same.Key}' is declared more than once: by {Owners(same)}.");
        }

        foreach (var same in specs.GroupBy(spec => spec.Env).Where(same => same.Count() > 1))
        {
            errors.Add($"Environment name '{same.Key}' is declared more than once: by {Owners(same)}.");
        }

        // In a settings file a key is either a value or a group of values.
        foreach (var (outer, inner) in from outer in specs
                                       from inner in specs
                                       where inner.Key.StartsWith(outer.Key + ".", StringComparison.Ordinal)
                                       select (outer, inner))
        {
            errors.Add($"Key '{outer.Key}' of {Owner(outer)} is also the first part of key '{inner.Key}' of {Owner(inner)}.");
        }
    }

    private static string Owners(IEnumerable<SettingSpec> specs) => string.Join(" and ", specs.Select(Owner));

    private static string Owner(SettingSpec spec) => $"{spec.Group.Name}.{spec.Property.Name}";
}
