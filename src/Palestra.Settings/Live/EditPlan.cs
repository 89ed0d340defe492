namespace Palestra.Settings;

/// <summary>What an edit comes to, once it is known to be allowed setting by setting.</summary>
internal sealed class EditPlan
{
    private readonly SettingsCatalog _catalog;
    private readonly LayerSet _layers;
    private readonly Dictionary<string, StoredOverride> _stored;
    private readonly List<SettingsError> _errors = [];
    private readonly List<Step> _steps = [];

    public EditPlan(SettingsCatalog catalog, LayerSet layers, StoredOverrides stored, SettingsEdit edit)
    {
        (_catalog, _layers) = (catalog, layers);
        _stored = stored.Overrides.ToDictionary(entry => entry.Key);
        foreach (var given in edit.Values.GroupBy(pair => pair.Key))
        {
            if (given.Count() > 1)
            {
                Refuse(SettingsErrorKind.Invalid, given.Key, $"{FileText.Show(given.Key)} is given twice.");
            }

            Namespaces.Add(NamespaceOf(given.Key));
            Plan(given.Key, given.Last().Value);
        }
    }

    /// <summary>One override that becomes another.</summary>
    public sealed record Step(string Key, string Namespace, string? Old, string? New);

    /// <summary>Why the edit is refused.</summary>
    public IReadOnlyList<SettingsError> Errors => _errors;

    /// <summary>What really changes.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>The namespaces that the edit names, whether or not something changes in them.</summary>
    public SortedSet<string> Namespaces { get; } = new(StringComparer.Ordinal);

    /// <summary>The stored layer after these changes.</summary>
    public StoredOverrides After(StoredOverrides before, string who, long timeUs)
    {
        var overrides = new Dictionary<string, StoredOverride>(_stored);
        foreach (var step in _steps)
        {
            if (step.New is null)
            {
                overrides.Remove(step.Key);
            }
            else
            {
                overrides[step.Key] = new(step.Key, step.New, who, timeUs);
            }
        }

        var versions = new Dictionary<string, long>(before.Versions);
        foreach (var ns in _steps.Select(step => step.Namespace).Distinct())
        {
            versions[ns] = versions.GetValueOrDefault(ns) + 1;
        }

        return new([.. overrides.Values], versions);
    }

    private void Plan(string key, string? text)
    {
        var old = _stored.GetValueOrDefault(key)?.Value;
        var spec = _catalog.Find(key);
        if (text is null && (spec is not null || old is not null))
        {
            // What the program of today would not store may still be removed; if it is a secret by now, it stays one.
            Add(key, spec?.Secret == true && old is not null ? EffectiveSetting.Mask : old, null);
        }
        else if (spec is null)
        {
            var hint = NearestName.Hint(key, _catalog.Keys);
            Refuse(SettingsErrorKind.Unknown, key, $"'{FileText.Show(key)}' is not a setting.{hint}");
        }
        else if (spec.Secret)
        {
            Refuse(SettingsErrorKind.Secret, key, $"{key} is a secret, and secrets are never stored; "
                + $"give it as {spec.Env} in the environment or in .env, or in a settings file of mode 0600.");
        }
        else if (spec.Bootstrap)
        {
            Refuse(SettingsErrorKind.Bootstrap, key, $"{key} cannot be stored, because it is needed to find the store; "
                + $"use {spec.Env} or the command line.");
        }
        else if (spec.HostOnly)
        {
            Refuse(SettingsErrorKind.HostOnly, key, $"{key} names code to execute, so it is never stored; "
                + $"give it as {spec.Env} in the environment or in .env, in the settings file, or on the command line.");
        }
        else if (_layers.PinOf(spec) is { } pin)
        {
            Refuse(SettingsErrorKind.Pinned, key, $"{key} is pinned by {pin}, which a stored value cannot override; "
                + "change or remove it there, and start again.");
        }
        else if (ValueText.Parse(spec, text!, out var problem) is { } value)
        {
            Add(key, old, ValueText.Format(spec, value));
        }
        else
        {
            Refuse(SettingsErrorKind.Invalid, key, ValueText.Refusal(spec, text!, problem!));
        }
    }

    private void Add(string key, string? old, string? wanted)
    {
        if (old != wanted)
        {
            _steps.Add(new(key, NamespaceOf(key), old, wanted));
        }
    }

    private void Refuse(SettingsErrorKind kind, string key, string sentence) =>
        _errors.Add(new(sentence, SettingOrigin.Stored, key) { Kind = kind });

    private string NamespaceOf(string key) =>
        _catalog.Find(key)?.Namespace ?? key[..Math.Max(0, key.LastIndexOf('.'))];
}
