using System.Text.Encodings.Web;
using System.Text.Json;

namespace Palestra.Settings;

/// <summary>
/// The JSON of <c>palestra settings list|explain</c> and of the API: snake_case, values in their own JSON type (durations
/// as numbers in their unit). A secret is <c>"(secret)"</c>, or <c>null</c> when it is not set.
/// </summary>
public static class SettingsReport
{
    private static readonly JsonWriterOptions Pretty = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a terminal or an API, never inside of HTML
    };

    /// <summary>An array of rows, one per setting.</summary>
    public static string ListJson(SettingsSnapshot snapshot) => Text(json => WriteList(json, snapshot));

    /// <summary>One row with its layers.</summary>
    public static string ExplainJson(EffectiveSetting setting) => Text(json => WriteSetting(json, setting, withLayers: true));

    /// <summary>
    /// Everything there is to know, for programs: <c>{settings_file, settings, ignored_overrides, warnings}</c>, each setting
    /// with its layers. Secrets are masked.
    /// </summary>
    public static string Dump(SettingsSnapshot snapshot) => Text(json => WriteDump(json, snapshot));

    /// <inheritdoc cref="Dump"/>
    public static void WriteDump(Utf8JsonWriter json, SettingsSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(snapshot);
        json.WriteStartObject();
        json.WriteString("settings_file", snapshot.SettingsFile);
        json.WriteStartArray("settings");
        foreach (var setting in snapshot.Effective)
        {
            WriteSetting(json, setting, withLayers: true);
        }

        json.WriteEndArray();
        json.WriteStartArray("ignored_overrides");
        foreach (var (key, error) in snapshot.IgnoredOverrides.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteString("reason", error.Sentence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("warnings");
        foreach (var warning in snapshot.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes an array of rows, one per setting.</summary>
    public static void WriteList(Utf8JsonWriter json, SettingsSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(snapshot);
        json.WriteStartArray();
        foreach (var setting in snapshot.Effective)
        {
            WriteSetting(json, setting, withLayers: false);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one row, with <c>layers</c> when wanted.</summary>
    public static void WriteSetting(Utf8JsonWriter json, EffectiveSetting setting, bool withLayers)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(setting);
        var spec = setting.Spec;
        json.WriteStartObject();
        json.WriteString("key", spec.Key);
        WriteValue(json, "value", spec, setting.Value);
        WriteValue(json, "default", spec, setting.Default);
        json.WriteString("origin", setting.Origin.Word());
        json.WriteString("env", spec.Env);
        json.WriteString("type", ValueText.Word(spec.Type.ToString()));
        json.WriteString("unit", spec.Unit);
        WriteBound(json, "min", spec.Min);
        WriteBound(json, "max", spec.Max);
        WriteAllowed(json, spec);
        json.WriteBoolean("hot", spec.Hot);
        json.WriteBoolean("secret", spec.Secret);
        json.WriteString("description", spec.Description);
        WriteValue(json, "pending", spec, setting.Pending);
        json.WriteBoolean("pinned", setting.Pinned);
        json.WriteBoolean("kill_switch", spec.KillSwitch);
        json.WriteString("namespace", spec.Namespace);
        json.WriteNumber("version", setting.Version);
        json.WriteBoolean("bootstrap", spec.Bootstrap);
        json.WriteBoolean("host_only", spec.HostOnly);
        json.WriteString("deprecated", spec.Deprecated);
        if (withLayers)
        {
            WriteLayers(json, setting);
        }

        json.WriteEndObject();
    }

    private static void WriteLayers(Utf8JsonWriter json, EffectiveSetting setting)
    {
        json.WriteStartArray("layers");
        foreach (var layer in setting.Layers)
        {
            json.WriteStartObject();
            json.WriteString("layer", layer.Layer.Word());
            WriteValue(json, "value", setting.Spec, layer.Value);
            json.WriteString("source", layer.Source);
            json.WriteBoolean("wins", layer.Wins);
            json.WriteString("note", layer.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAllowed(Utf8JsonWriter json, SettingSpec spec)
    {
        if (spec.Allowed is null)
        {
            json.WriteNull("allowed");
            return;
        }

        json.WriteStartArray("allowed");
        foreach (var word in spec.Allowed)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }

    private static void WriteBound(Utf8JsonWriter json, string name, double? bound)
    {
        if (bound is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, string name, SettingSpec spec, string? text)
    {
        if (text is null || (spec.Secret && text.Length == 0))
        {
            json.WriteNull(name);
            return;
        }

        json.WritePropertyName(name);
        ValueText.WriteJson(json, spec, ValueText.Parse(spec, text, out _)!);
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Pretty))
        {
            write(json);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
