using System.Globalization;
using System.Text.Json;

namespace Palestra.Settings;

/// <summary>Texts to values and back, one rule for every layer. Thread-safe.</summary>
internal static class ValueText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Ticks per unit, exact; <c>null</c> when the unit is none of time.</summary>
    public static decimal? TicksPer(string? unit) => unit switch
    {
        "us" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "min" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => null,
    };

    /// <summary>The words of an enum: <c>DualPath</c> is <c>dual-path</c>.</summary>
    public static string Word(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    /// <summary>
    /// The value, or <c>null</c> and why not: a half-sentence that follows the value, such as "is not a whole number".
    /// </summary>
    public static object? Parse(SettingSpec spec, string text, out string? problem)
    {
        var value = ParseType(spec, spec.Type is SettingType.String ? text : text.Trim(), out problem);
        if (value is null)
        {
            return null;
        }

        var number = value is double real ? real : (double?)Number(spec, value);
        problem = number < spec.Min ? "is too small" : number > spec.Max ? "is too large" : null;
        return problem is null ? value : null;
    }

    /// <summary>The value as a person would write it; <see cref="Parse"/> reads it back unchanged.</summary>
    public static string Format(SettingSpec spec, object value) => Format(value, spec.Unit);

    /// <inheritdoc cref="Format(SettingSpec, object)"/>
    public static string Format(object value, string? unit) => value switch
    {
        bool b => b ? "true" : "false",
        int i => i.ToString(Invariant),
        long l => l.ToString(Invariant),
        double d => d.ToString("R", Invariant),
        TimeSpan t => (t.Ticks / TicksPer(unit)!.Value).ToString("0.#############", Invariant),
        Enum e => Word(e.ToString()),
        _ => (string)value,
    };

    /// <summary>A text as it may be shown: that of a secret is masked.</summary>
    public static string Shown(SettingSpec spec, string text) =>
        spec.Secret && text.Length > 0 ? EffectiveSetting.Mask : text;

    /// <summary>The sentence that refuses a text: key, text, what is wrong with it, what is allowed.</summary>
    public static string Refusal(SettingSpec spec, string text, string problem) =>
        $"{spec.Key} = '{Shown(spec, FileText.Show(text))}' {problem}; allowed is {spec.AllowedText}.";

    /// <summary>The value as JSON of its own type.</summary>
    public static void WriteJson(Utf8JsonWriter json, SettingSpec spec, object value)
    {
        switch (value)
        {
            case bool b:
                json.WriteBooleanValue(b);
                break;
            case int or long or TimeSpan:
                json.WriteNumberValue(Number(spec, value)!.Value);
                break;
            case double d:
                json.WriteNumberValue(d);
                break;
            default:
                json.WriteStringValue(Format(spec, value));
                break;
        }
    }

    public static string Describe(SettingSpec spec)
    {
        if (spec.Allowed is { } allowed)
        {
            return "one of " + string.Join(", ", allowed.Select(word => word.Length == 0 ? "(empty)" : word));
        }

        var kind = spec.Type switch
        {
            SettingType.Bool => "true or false (also 1, 0, yes, no, on, off)",
            SettingType.Int or SettingType.Long => "a whole number",
            SettingType.Double or SettingType.Duration => "a number",
            _ => "a text",
        };
        var range = (spec.Min, spec.Max) switch
        {
            ({ } min, { } max) => $" from {Bound(min)} to {Bound(max)}",
            ({ } min, null) => $" of at least {Bound(min)}",
            (null, { } max) => $" of at most {Bound(max)}",
            _ => "",
        };
        return spec.Unit is null ? kind + range : range.Length == 0 ? $"{kind} ({spec.Unit})" : $"{kind}{range} {spec.Unit}";
    }

    /// <summary>A bound as a person would write it.</summary>
    public static string Bound(double bound) => bound.ToString("R", Invariant);

    private static object? ParseType(SettingSpec spec, string text, out string? problem)
    {
        problem = null;
        switch (spec.Type)
        {
            case SettingType.Bool:
                bool? flag = text.ToLowerInvariant() switch
                {
                    "true" or "1" or "yes" or "on" => true,
                    "false" or "0" or "no" or "off" => false,
                    _ => null,
                };
                problem = flag is null ? "is neither true nor false" : null;
                return flag;
            case SettingType.Int or SettingType.Long:
                return ParseWhole(spec.Type, text, out problem);
            case SettingType.Double:
                var isNumber = double.TryParse(text, NumberStyles.Float, Invariant, out var real);
                problem = !isNumber ? "is not a number" : double.IsFinite(real) ? null : "is not a finite number";
                return problem is null ? real : null;
            case SettingType.Duration:
                return ParseDuration(spec, text, out problem);
            case SettingType.Enum:
                var name = Enum.GetNames(spec.Property.PropertyType)
                    .FirstOrDefault(n => string.Equals(Word(n), text, StringComparison.OrdinalIgnoreCase));
                problem = name is null ? "is not one of its words" + Meant(text, spec) : null;
                return name is null ? null : Enum.Parse(spec.Property.PropertyType, name);
            default:
                problem = spec.Allowed?.Contains(text) == false ? "is not one of its words" + Meant(text, spec) : null;
                return problem is null ? text : null;
        }
    }

    private static object? ParseWhole(SettingType type, string text, out string? problem)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign;
        problem = null;
        if (type is SettingType.Int && int.TryParse(text, Style, Invariant, out var small))
        {
            return small;
        }

        if (type is SettingType.Long && long.TryParse(text, Style, Invariant, out var large))
        {
            return large;
        }

        var digits = text.AsSpan().TrimStart("+-");
        var isWhole = digits.Length > 0 && digits.IndexOfAnyExceptInRange('0', '9') < 0;
        problem = isWhole ? "does not fit" : "is not a whole number";
        return null;
    }

    private static TimeSpan? ParseDuration(SettingSpec spec, string text, out string? problem)
    {
        var ticksPerUnit = TicksPer(spec.Unit)!.Value;
        problem = "is not a number";
        if (!double.TryParse(text, NumberStyles.Float, Invariant, out var rough))
        {
            return null;
        }

        if (!double.IsFinite(rough))
        {
            problem = "is not a finite number";
            return null;
        }

        if (!decimal.TryParse(text, NumberStyles.Float, Invariant, out var exact)
            || Math.Abs(exact) > TimeSpan.MaxValue.Ticks / ticksPerUnit)
        {
            problem = "does not fit";
            return null;
        }

        problem = null;
        return new TimeSpan((long)decimal.Round(exact * ticksPerUnit));
    }

    private static string Meant(string text, SettingSpec spec) =>
        NearestName.Of(text, spec.Allowed!) is { Length: > 0 } word ? $" (did you mean {word}?)" : "";

    private static decimal? Number(SettingSpec spec, object value) => value switch
    {
        int i => i,
        long l => l,
        TimeSpan t => t.Ticks / TicksPer(spec.Unit)!.Value,
        _ => null,
    };
}
