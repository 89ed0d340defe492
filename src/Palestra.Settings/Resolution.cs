using Microsoft.Extensions.Configuration;

namespace Palestra.Settings;

/// <summary>
/// Goes through every setting and every layer: parses all values, the losing ones too, finds the winner and says why the
/// others lost. Used by one load and thrown away.
/// </summary>
internal sealed class Resolution
{
    private readonly SettingsCatalog _catalog;
    private readonly SettingsLayer[] _layers;
    private readonly Dictionary<SettingSpec, object> _values = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Type> _brokenGroups = [];
    private readonly List<string> _secrets = [];
    private readonly List<SettingsError> _errors = [];
    private readonly List<EffectiveSetting> _effective = [];

    public Resolution(SettingsCatalog catalog, ConfigurationRoot layers)
    {
        _catalog = catalog;
        _layers = [.. layers.Providers.Cast<SettingsLayer>()];
        foreach (var spec in catalog.Specs)
        {
            _effective.Add(Resolve(spec));
        }
    }

    public IReadOnlyList<SettingsError> Errors => _errors;

    public IReadOnlyList<EffectiveSetting> Effective => _effective;

    /// <summary>The records of all groups whose values are valid; broken cross-field rules join the errors.</summary>
    public Dictionary<Type, object> BuildRecords(List<SettingsError> errors)
    {
        var records = new Dictionary<Type, object>();
        foreach (var group in _catalog.Groups.Where(group => !_brokenGroups.Contains(group)))
        {
            var record = Activator.CreateInstance(group)!;
            foreach (var spec in _catalog.Specs.Where(spec => spec.Group == group))
            {
                spec.Property.SetValue(record, _values[spec]);
            }

            records.Add(group, record);
            var broken = (record as IValidatedSettings)?.Validate() ?? [];
            errors.AddRange(broken.Select(sentence => new SettingsError(WithoutSecrets(sentence))));
        }

        return records;
    }

    private EffectiveSetting Resolve(SettingSpec spec)
    {
        var winner = Array.FindLast(_layers, layer => layer.PlaceOf(spec) is not null);
        _values[spec] = spec.DefaultValue;
        var rows = new List<LayerValue> { DefaultRow(spec, winner) };
        foreach (var layer in _layers)
        {
            rows.Add(Row(spec, layer, winner));
        }

        return new()
        {
            Spec = spec,
            Value = Shown(spec, ValueText.Format(spec, _values[spec])),
            Default = spec.DefaultText,
            Origin = winner?.Origin ?? SettingOrigin.Default,
            Layers = rows.AsReadOnly(),
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
        if (layer.PlaceOf(spec) is not { } place || !layer.TryGet(SettingsLayer.PathOf(spec), out var text))
        {
            return new(layer.Origin, null, null, false, layer.Silence(spec));
        }

        if (spec.Secret)
        {
            _secrets.Add(text!);
        }

        var value = ValueText.Parse(spec, text!, out var problem);
        if (value is null)
        {
            _brokenGroups.Add(spec.Group);
            var shown = Shown(spec, FileText.Show(text!));
            _errors.Add(new(
                $"{Capital(place.Text)}: {spec.Key} = '{shown}' {problem}; allowed is {spec.AllowedText}.",
                layer.Origin, spec.Key, place.File, place.Line));
            return new(layer.Origin, null, place.Text, false, problem!);
        }

        var wins = layer == winner;
        if (wins)
        {
            _values[spec] = value;
        }

        var note = !wins ? OverriddenBy(spec, winner!)
            : layer.Origin is SettingOrigin.CommandLine ? "in force: the strongest layer"
            : "in force: no stronger layer says anything";
        return new(layer.Origin, Shown(spec, ValueText.Format(spec, value)), place.Text, wins, note);
    }

    private static string OverriddenBy(SettingSpec spec, SettingsLayer winner) =>
        $"overridden by {winner.PlaceOf(spec)!.Text}";

    private static string Shown(SettingSpec spec, string text) =>
        spec.Secret && text.Length > 0 ? EffectiveSetting.Mask : text;

    private string WithoutSecrets(string sentence) => _secrets.Where(secret => secret.Length > 0)
        .Aggregate(sentence, (text, secret) => text.Replace(secret, EffectiveSetting.Mask, StringComparison.Ordinal));

    // File paths begin as they are written; "environment variable" and "command line" begin a sentence.
    private static string Capital(string place) =>
        place.StartsWith("environment", StringComparison.Ordinal) || place.StartsWith("command", StringComparison.Ordinal)
            ? char.ToUpperInvariant(place[0]) + place[1..]
            : place;
}
