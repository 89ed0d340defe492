namespace Palestra.Settings;

/// <summary>
/// Goes through every setting and every layer: parses all values, the losing ones too, finds the winner and says why the
/// others lost. Used by one load and thrown away.
/// </summary>
internal sealed class Resolution
{
    private readonly SettingsCatalog _catalog;
    private readonly IReadOnlyList<SettingsLayer> _layers;
    private readonly IReadOnlyDictionary<string, long> _versions;
    private readonly Dictionary<string, SettingsError> _ignored;
    private readonly Func<Type, bool> _mayIgnore;
    private readonly Dictionary<string, object> _values = [];
    private readonly Dictionary<string, EffectiveSetting> _effective = [];
    private readonly HashSet<Type> _brokenGroups = [];
    private readonly SecretMask _secrets = new();
    private readonly List<SettingsError> _errors = [];
    private readonly Dictionary<Type, object> _records = [];

    /// <param name="catalog">All settings there are.</param>
    /// <param name="layers">Weakest first, without the defaults.</param>
    /// <param name="versions">Versions of the namespaces.</param>
    /// <param name="ignored">Stored overrides that are ignored already; those that break a rule join them.</param>
    /// <param name="mayIgnore">Whether those of a group may be ignored because of a rule; else the rule is an error.</param>
    public Resolution(
        SettingsCatalog catalog,
        IReadOnlyList<SettingsLayer> layers,
        IReadOnlyDictionary<string, long> versions,
        Dictionary<string, SettingsError> ignored,
        Func<Type, bool> mayIgnore)
    {
        (_catalog, _layers, _versions, _ignored, _mayIgnore) = (catalog, layers, versions, ignored, mayIgnore);
        foreach (var spec in catalog.Specs)
        {
            Resolve(spec);
        }

        foreach (var group in catalog.Groups.Where(group => !_brokenGroups.Contains(group)))
        {
            BuildRecord(group);
        }
    }

    /// <summary>What is wrong with the values, and which rules are broken.</summary>
    public IReadOnlyList<SettingsError> Errors => _errors;

    /// <summary>Every setting, by key.</summary>
    public IReadOnlyList<EffectiveSetting> Effective => [.. _catalog.Specs.Select(spec => _effective[spec.Key])];

    /// <summary>The records of all groups whose values are valid.</summary>
    public Dictionary<Type, object> Records => _records;

    private void BuildRecord(Type group)
    {
        var record = GroupRecord.Build(_catalog, group, spec => _values[spec.Key]);
        var broken = GroupRecord.BrokenRules(record, _secrets);
        if (broken.Count > 0 && _mayIgnore(group) && IgnoreStored(group, string.Join(" ", broken)))
        {
            record = GroupRecord.Build(_catalog, group, spec => _values[spec.Key]);
            broken = GroupRecord.BrokenRules(record, _secrets);
        }

        _errors.AddRange(broken.Select(sentence => new SettingsError(sentence) { Kind = SettingsErrorKind.Rule }));
        _records.Add(group, record);
    }

    // A rule may have been tightened since the overrides were stored, and no start may fail over what nobody can edit.
    private bool IgnoreStored(Type group, string rule)
    {
        var stored = _layers.First(layer => layer.Origin is SettingOrigin.Stored);
        var winning = _catalog.SpecsOf(group).Where(spec => _effective[spec.Key].Origin is SettingOrigin.Stored).ToList();
        foreach (var spec in winning)
        {
            var why = $"together with the other layers it breaks a rule: {rule.TrimEnd('.')}";
            _ignored[spec.Key] = new(StoredReader.Ignored(spec.Key, why), SettingOrigin.Stored, spec.Key)
            {
                Kind = SettingsErrorKind.Rule,
            };
            stored.Ignore(spec, $"ignored ({stored.PlaceOf(spec)!.Text}): {why}");
            Resolve(spec);
        }

        return winning.Count > 0;
    }

    private void Resolve(SettingSpec spec)
    {
        var winner = _layers.LastOrDefault(layer => layer.PlaceOf(spec) is not null);
        _values[spec.Key] = spec.DefaultValue;
        var rows = new List<LayerValue>(_layers.Count + 1) { DefaultRow(spec, winner) };
        foreach (var layer in _layers)
        {
            rows.Add(Row(spec, layer, winner));
        }

        _effective[spec.Key] = new()
        {
            Spec = spec,
            Value = ValueText.Shown(spec, ValueText.Format(spec, _values[spec.Key])),
            Default = spec.DefaultText,
            Origin = winner?.Origin ?? SettingOrigin.Default,
            Layers = rows.AsReadOnly(),
            Pinned = winner?.Origin > SettingOrigin.Stored,
            Version = _versions.GetValueOrDefault(spec.Namespace),
        };
    }

    private static LayerValue DefaultRow(SettingSpec spec, SettingsLayer? winner)
    {
        var note = winner is not null ? OverriddenBy(spec, winner)
            : spec.Secret ? "not set; a secret has no default"
            : "in force: no other layer says anything";
        return new(SettingOrigin.Default, spec.Secret ? null : spec.DefaultText, null, winner is null, note);
    }

    private LayerValue Row(SettingSpec spec, SettingsLayer layer, SettingsLayer? winner)
    {
        if (layer.PlaceOf(spec) is not { } place || layer.TextOf(spec) is not { } text)
        {
            return new(layer.Origin, null, null, false, layer.Silence(spec));
        }

        if (spec.Secret)
        {
            _secrets.Add(text);
        }

        var value = ValueText.Parse(spec, text, out var problem);
        if (value is null)
        {
            _brokenGroups.Add(spec.Group);
            _errors.Add(new(
                $"{Capital(place.Text)}: {ValueText.Refusal(spec, text, problem!)}",
                layer.Origin, spec.Key, place.File, place.Line));
            return new(layer.Origin, null, place.Text, false, problem!);
        }

        var wins = layer == winner;
        if (wins)
        {
            _values[spec.Key] = value;
        }

        var note = !wins ? OverriddenBy(spec, winner!)
            : place.Because is { } because ? because
            : layer.Origin is SettingOrigin.CommandLine ? "in force: the strongest layer"
            : "in force: no stronger layer says anything";
        return new(layer.Origin, ValueText.Shown(spec, ValueText.Format(spec, value)), place.Text, wins, note);
    }

    private static string OverriddenBy(SettingSpec spec, SettingsLayer winner)
    {
        var place = winner.PlaceOf(spec)!;
        var isStored = winner.Origin is SettingOrigin.Stored && place.Because is null;
        return $"overridden by {(isStored ? "the value " : "")}{place.Text}";
    }

    // File paths begin as they are written; "environment variable" and "command line" begin a sentence.
    private static string Capital(string place) =>
        place.StartsWith("environment", StringComparison.Ordinal) || place.StartsWith("command", StringComparison.Ordinal)
            ? char.ToUpperInvariant(place[0]) + place[1..]
            : place;
}
