using System.Text.Json;
using System.Text.Unicode;

namespace Palestra.Settings;

/// <summary>
/// Reads the settings file: a JSON object whose keys are nested or dotted or both; comments and trailing commas are allowed,
/// and <c>null</c> says nothing. Our own reader rather than the library's, because a person who made a mistake wants its line.
/// </summary>
internal sealed class SettingsFileReader
{
    private readonly SettingsCatalog _catalog;
    private readonly string _file;
    private readonly List<SettingsError> _errors;
    private readonly SettingsLayer _layer;
    private readonly Dictionary<string, int> _lineOf = [];
    private byte[] _json = [];
    private int _counted;
    private int _line = 1;

    private SettingsFileReader(SettingsCatalog catalog, string file, List<SettingsError> errors)
    {
        (_catalog, _file, _errors) = (catalog, file, errors);
        var exists = File.Exists(file) || Directory.Exists(file);
        _layer = new(SettingOrigin.File, spec =>
            spec.Bootstrap ? CannotStandHere : exists ? $"not in {file}" : $"{file} does not exist");
    }

    private const string CannotStandHere = "cannot stand in the settings file, because it is needed to find that file";

    public static SettingsLayer Read(SettingsCatalog catalog, string? file, List<SettingsError> errors)
    {
        if (file is null)
        {
            return new(SettingOrigin.File, spec => spec.Bootstrap ? CannotStandHere : "no settings file");
        }

        var reader = new SettingsFileReader(catalog, file, errors);
        if (FileText.Read(file, SettingOrigin.File, errors) is { } json)
        {
            reader.ReadJson(json);
            SecretFile.Check(catalog, reader._layer, file, errors);
        }

        return reader._layer;
    }

    private void ReadJson(byte[] json)
    {
        var bom = json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        _json = json[bom..];
        if (!Utf8.IsValid(_json))
        {
            _errors.Add(new($"{_file} is not UTF-8 text.", SettingOrigin.File, File: _file));
            return;
        }

        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var reader = new Utf8JsonReader(_json, options);
        try
        {
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                var line = LineAt(reader.TokenStartIndex);
                Add($"{_file} line {line} is not a JSON object of settings; it begins with {{.", null, line);
                return;
            }

            ReadObject(ref reader, "");
            reader.Read();
        }
        catch (JsonException broken)
        {
            // The library's own sentence may quote the text, and the text may be a secret.
            var line = (int)(broken.LineNumber ?? 0) + 1;
            Add($"{_file} line {line} is not valid JSON (column {(broken.BytePositionInLine ?? 0) + 1}).", null, line);
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, string prefix)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var key = prefix + reader.GetString();
            var line = LineAt(reader.TokenStartIndex);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject && _catalog.Find(key) is null)
            {
                ReadObject(ref reader, key + ".");
                continue;
            }

            ReadValue(ref reader, key, line);
            reader.Skip();
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, string key, int line)
    {
        if (_catalog.Find(key) is not { } spec)
        {
            var hint = NearestName.Hint(key, _catalog.Keys);
            Add($"{_file} line {line}: '{FileText.Show(key)}' is not a setting.{hint}", key, line, SettingsErrorKind.Unknown);
            return;
        }

        if (spec.Bootstrap)
        {
            Add($"{_file} line {line}: {key} {CannotStandHere}; use {spec.Env} or the command line.", key, line, SettingsErrorKind.Bootstrap);
            return;
        }

        if (!_lineOf.TryAdd(key, line))
        {
            Add($"{_file} line {line}: {key} is given twice, first in line {_lineOf[key]}.", key, line);
            return;
        }

        var place = LayerPlace.InFile(_file, line);
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.String:
                _layer.Say(spec, reader.GetString()!, place);
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                _layer.Say(spec, System.Text.Encoding.UTF8.GetString(reader.ValueSpan), place);
                break;
            default:
                var what = reader.TokenType is JsonTokenType.StartArray ? "a list" : "a group";
                Add($"{_file} line {line}: {key} is {what}; allowed is {spec.AllowedText}.", key, line);
                break;
        }
    }

    private void Add(string sentence, string? key, int line, SettingsErrorKind kind = SettingsErrorKind.Invalid) =>
        _errors.Add(new(sentence, SettingOrigin.File, key, _file, line) { Kind = kind });

    // Asked in rising order, so that the whole file is counted once.
    private int LineAt(long position)
    {
        _line += _json.AsSpan(_counted, (int)position - _counted).Count((byte)'\n');
        _counted = (int)position;
        return _line;
    }
}
