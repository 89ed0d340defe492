using System.Text;
using System.Text.RegularExpressions;
using DotNetEnv;
using Sprache;

namespace Palestra.Settings;

/// <summary>
/// Reads the <c>.env</c> file, in the syntax of DotNetEnv: comments, <c>export</c>, quotes, <c>$NAME</c> from the process
/// environment (not from the file itself: the parser would have to change the environment for that). Only <c>GYM_*</c>
/// names count; an empty value counts as not set, as in the environment.
/// </summary>
internal static partial class DotEnvReader
{
    // The parser keeps what it has seen in a static dictionary.
    private static readonly Lock OneAtATime = new();

    [GeneratedRegex(@"^\s*(?:(?:export|set|SET|set -x)\s+)?(?<name>GYM_[A-Za-z0-9_.\-]*)\s*=\s*(?<value>.*)$")]
    private static partial Regex Assignment { get; }

    [GeneratedRegex(@"(?<!\\)\$(?:\{(?<name>[\w.\-]+)\}|(?<name>[A-Za-z_][\w.\-]*))")]
    private static partial Regex Reference { get; }

    public static SettingsLayer Read(SettingsCatalog catalog, string? file, List<SettingsError> errors)
    {
        if (file is null)
        {
            return new(SettingOrigin.DotEnv, _ => "no .env file");
        }

        var empty = new HashSet<string>();
        var exists = File.Exists(file);
        var layer = new SettingsLayer(SettingOrigin.DotEnv, spec => !exists ? $"{file} does not exist"
            : empty.Contains(spec.Env) ? $"{spec.Env} is empty in {file}, which counts as not set"
            : $"{spec.Env} is not in {file}");
        if (FileText.Read(file, SettingOrigin.DotEnv, errors) is not { } bytes)
        {
            return layer;
        }

        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        var lines = LinesOf(file, text, errors);
        foreach (var (name, value) in Parse(file, text, errors))
        {
            if (!name.StartsWith("GYM_", StringComparison.Ordinal))
            {
                continue;
            }

            var line = lines.GetValueOrDefault(name, 1);
            if (catalog.FindByEnv(name) is not { } spec)
            {
                errors.Add(new(
                    $"{file} line {line}: '{name}' is not a setting.{NearestName.Hint(name, catalog.EnvNames)}",
                    SettingOrigin.DotEnv, name, file, line) { Kind = SettingsErrorKind.Unknown });
            }
            else if (value.Length == 0)
            {
                empty.Add(name);
            }
            else
            {
                layer.Say(spec, value, LayerPlace.InFile(file, line, name));
            }
        }

        SecretFile.Check(catalog, layer, file, errors);
        return layer;
    }

    // Of a name given twice the last counts, as in a shell.
    private static Dictionary<string, string> Parse(string file, string text, List<SettingsError> errors)
    {
        var values = new Dictionary<string, string>();
        try
        {
            lock (OneAtATime)
            {
                foreach (var (name, value) in Env.LoadContents(text, Env.NoEnvVars()))
                {
                    values[name] = value;
                }
            }
        }
        catch (ParseException broken)
        {
            // The parser's own sentence quotes the text, and the text may be a secret.
            errors.Add(new(
                $"{file} line {broken.Position.Line} is not NAME=value; quote a value that has blanks, quotes or # in it.",
                SettingOrigin.DotEnv, File: file, Line: broken.Position.Line));
        }

        return values;
    }

    private static Dictionary<string, int> LinesOf(string file, string text, List<SettingsError> errors)
    {
        var lines = new Dictionary<string, int>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (Assignment.Match(line) is { Success: true } match)
            {
                var name = match.Groups["name"].Value;
                lines[name] = number;
                RefuseEmptyReferences(file, number, name, match.Groups["value"].Value, errors);
            }
        }

        return lines;
    }

    // The parser puts nothing in the place of a name it does not know: $BASE/data would silently become /data.
    private static void RefuseEmptyReferences(string file, int line, string name, string value, List<SettingsError> errors)
    {
        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        var counted = value.StartsWith('\'') ? "" : comment < 0 ? value : value[..comment];
        foreach (var referred in Reference.Matches(counted).Select(match => match.Groups["name"].Value).Distinct())
        {
            if (Environment.GetEnvironmentVariable(referred) is null)
            {
                errors.Add(new(
                    $"{file} line {line}: {name} refers to ${referred}, which is not in the environment; "
                        + "write it out, or put the value in single quotes if the $ is meant.",
                    SettingOrigin.DotEnv, name, file, line));
            }
        }
    }
}
