using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Palestra.Settings;

/// <summary>Reads the declarations of one group record and says what is wrong with them.</summary>
internal static partial class GroupReader
{
    private const string EnvPrefix = "GYM_";
    private const string Canary = "canary-7f3a";

    [GeneratedRegex(@"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*\z")]
    private static partial Regex KeySyntax { get; }

    [GeneratedRegex(@"^GYM_[A-Z][A-Z0-9_]*\z")]
    private static partial Regex EnvSyntax { get; }

    public static IReadOnlyList<SettingSpec> Read(Type group, List<string> errors)
    {
        var before = errors.Count;
        var mark = group.GetCustomAttribute<SettingsGroupAttribute>();
        if (mark is null)
        {
            errors.Add($"{group.Name} has no [SettingsGroup], so it is not a group of settings.");
            return [];
        }

        var isRecord = group.GetMethod("<Clone>$") is not null;
        if (!isRecord || !group.IsSealed || group.ContainsGenericParameters)
        {
            errors.Add($"{group.Name} is not a sealed record; a group of settings must be one.");
        }

        if (!KeySyntax.IsMatch(mark.Prefix))
        {
            errors.Add($"{group.Name} has the prefix '{mark.Prefix}'; {KeyRule}.");
        }

        if (errors.Count > before)
        {
            return [];
        }

        if (group.GetConstructor(Type.EmptyTypes) is null)
        {
            errors.Add($"{group.Name} has no constructor without parameters, which its defaults come from.");
            return [];
        }

        var defaults = Activator.CreateInstance(group)!;
        var specs = group.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Select(property => ReadProperty(group, mark.Prefix, property, defaults, errors))
            .OfType<SettingSpec>()
            .ToList();
        FindSecretsInText(group, defaults, specs, errors);
        return specs;
    }

    private const string KeyRule =
        "a key is lower-case words of letters, digits and underscores, separated by dots, each beginning with a letter";

    private static SettingSpec? ReadProperty(
        Type group, string prefix, PropertyInfo property, object defaults, List<string> errors)
    {
        var owner = $"{group.Name}.{property.Name}";
        var setting = property.GetCustomAttribute<SettingAttribute>();
        if (setting is null)
        {
            if (property.SetMethod is not null)
            {
                errors.Add($"{owner} can be set but has no [Setting], so nobody could find it.");
            }

            return null;
        }

        if (TypeOf(property.PropertyType) is not { } type)
        {
            errors.Add($"{owner} has the type {property.PropertyType.Name}; "
                + "a setting is a bool, int, long, double, string, TimeSpan or an enum without flags.");
            return null;
        }

        var before = errors.Count;
        var key = $"{prefix}.{setting.Name}";
        if (!KeySyntax.IsMatch(key))
        {
            errors.Add($"{owner} has the name '{setting.Name}'; {KeyRule}.");
        }

        var env = setting.Env ?? EnvPrefix + key.ToUpperInvariant().Replace('.', '_');
        if (!EnvSyntax.IsMatch(env))
        {
            errors.Add($"{owner} has the environment name '{env}'; it must be GYM_ and capitals, digits or underscores.");
        }

        if (property.SetMethod is not { IsPublic: true } setter
            || !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
        {
            errors.Add($"{owner} is not an init property; settings are frozen once they are built.");
        }

        CheckAttribute(owner, type, setting, errors);
        if (errors.Count > before)
        {
            return null;
        }

        return WithDefault(owner, property.GetValue(defaults), errors, new()
        {
            Key = key,
            Namespace = prefix,
            Env = env,
            Type = type,
            Unit = setting.Unit,
            Min = double.IsNaN(setting.Min) ? null : setting.Min,
            Max = double.IsNaN(setting.Max) ? null : setting.Max,
            Allowed = type is SettingType.Enum
                ? Array.AsReadOnly(Enum.GetNames(property.PropertyType).Select(ValueText.Word).ToArray())
                : setting.Allowed is { } words ? Array.AsReadOnly((string[])words.Clone()) : null,
            Hot = setting.Hot,
            Secret = setting.Secret,
            Bootstrap = setting.Bootstrap,
            HostOnly = setting.HostOnly,
            KillSwitch = setting.KillSwitch,
            Deprecated = setting.Deprecated,
            Description = setting.Description,
            Why = setting.Why,
            DefaultText = "",
            Group = group,
            Property = property,
        });
    }

    private static void CheckAttribute(string owner, SettingType type, SettingAttribute setting, List<string> errors)
    {
        var isNumber = type is SettingType.Int or SettingType.Long or SettingType.Double;
        var hasRange = !double.IsNaN(setting.Min) || !double.IsNaN(setting.Max);
        if (string.IsNullOrWhiteSpace(setting.Description))
        {
            errors.Add($"{owner} has no description.");
        }

        if (isNumber && string.IsNullOrWhiteSpace(setting.Unit))
        {
            errors.Add($"{owner} is a number without a unit; name what it counts or measures.");
        }

        if (type is SettingType.Duration && ValueText.TicksPer(setting.Unit) is null)
        {
            errors.Add($"{owner} is a duration in the unit '{setting.Unit}'; a duration is written in us, ms, s, min or h.");
        }

        if (hasRange && !isNumber && type is not SettingType.Duration)
        {
            errors.Add($"{owner} has a range, but only numbers and durations can have one.");
        }

        if (setting.Min > setting.Max)
        {
            errors.Add($"{owner} has an impossible range: the smallest value {ValueText.Bound(setting.Min)} "
                + $"is above the largest {ValueText.Bound(setting.Max)}.");
        }

        if (setting.Allowed is { } words && (type is not SettingType.String || words.Length == 0
            || words.Distinct().Count() < words.Length))
        {
            errors.Add($"{owner} has a list of allowed texts; only a string can have one, with each text once.");
        }

        if (setting.Secret && (type is not SettingType.String || setting.Allowed is not null))
        {
            errors.Add($"{owner} is secret; a secret is a string without a list of allowed texts.");
        }

        if (setting.KillSwitch && (type is not SettingType.Bool || !setting.Hot))
        {
            errors.Add($"{owner} is a kill switch; a kill switch is a hot bool, so that it can be thrown while the daemon runs.");
        }
    }

    private static SettingSpec? WithDefault(string owner, object? value, List<string> errors, SettingSpec spec)
    {
        if (value is null)
        {
            errors.Add($"{owner} has no default; a text that is not given is empty.");
            return null;
        }

        if (spec.Secret && value is not "")
        {
            errors.Add($"{owner} is secret and has a default; a secret comes from the person who runs the program.");
            return null;
        }

        if (spec.KillSwitch && value is not true)
        {
            errors.Add($"{owner} is a kill switch whose default is false; it must be enabled unless somebody switches it off.");
            return null;
        }

        var text = ValueText.Format(spec, value);
        if (!Equals(ValueText.Parse(spec, text, out var problem), value))
        {
            errors.Add($"{owner} has the default '{text}', which {problem ?? "cannot be written in its unit"}; "
                + $"allowed is {spec.AllowedText}.");
            return null;
        }

        return spec with { DefaultText = text, DefaultValue = value };
    }

    // The text that the compiler writes for a record prints every property, and records end up in logs.
    private static void FindSecretsInText(Type group, object defaults, List<SettingSpec> specs, List<string> errors)
    {
        foreach (var spec in specs.Where(spec => spec.Secret))
        {
            spec.Property.SetValue(defaults, Canary);
            if (defaults.ToString()?.Contains(Canary, StringComparison.Ordinal) == true)
            {
                errors.Add($"{group.Name}.{spec.Property.Name} is secret, but ToString of {group.Name} prints it; override it.");
            }
        }
    }

    private static SettingType? TypeOf(Type type) =>
        type == typeof(bool) ? SettingType.Bool
        : type == typeof(int) ? SettingType.Int
        : type == typeof(long) ? SettingType.Long
        : type == typeof(double) ? SettingType.Double
        : type == typeof(string) ? SettingType.String
        : type == typeof(TimeSpan) ? SettingType.Duration
        : type.IsEnum && !type.IsDefined(typeof(FlagsAttribute)) ? SettingType.Enum
        : null;
}
