using System.Globalization;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>Kind of value a <see cref="ParameterSpec"/> takes.</summary>
public enum ParameterKind
{
    Int,
    Float,
    Bool,
    String,
}

/// <summary>
/// One argument of an environment or one parameter of an algorithm: enough to build a form field, to check a value
/// and to explain a refusal. Immutable.
/// </summary>
/// <param name="Default">A <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="string"/>, as the kind says.</param>
/// <param name="Min">Smallest allowed number, inclusive; <c>null</c> is no bound.</param>
/// <param name="Max">Largest allowed number, inclusive; <c>null</c> is no bound.</param>
/// <param name="Allowed">Allowed texts; <c>null</c> is any.</param>
public sealed record ParameterSpec(
    string Name,
    ParameterKind Kind,
    object Default,
    double? Min,
    double? Max,
    IReadOnlyList<string>? Allowed,
    string? Unit,
    string Description)
{
    public static ParameterSpec Int(string name, long value, long? min, long? max, string description, string? unit = null) =>
        new(name, ParameterKind.Int, value, min, max, null, unit, description);

    public static ParameterSpec Float(string name, double value, double? min, double? max, string description, string? unit = null) =>
        new(name, ParameterKind.Float, value, min, max, null, unit, description);

    public static ParameterSpec Bool(string name, bool value, string description) =>
        new(name, ParameterKind.Bool, value, null, null, null, null, description);

    public static ParameterSpec Text(string name, string value, string description, params string[] allowed) =>
        new(name, ParameterKind.String, value, null, null, allowed is { Length: > 0 } ? allowed : null, null, description);

    /// <summary>Decides the size of the environment's map (<see cref="IEnv.Grid"/>), which an operator may limit.</summary>
    public bool ShapesGrid { get; init; }

    /// <summary>What may be given, in words: <c>0 to 1</c>, <c>true or false</c>, <c>4x4, 8x8</c>.</summary>
    public string AllowedText => Kind switch
    {
        ParameterKind.Bool => "true or false",
        ParameterKind.String => Allowed is null ? "any text" : string.Join(", ", Allowed),
        _ => (Kind == ParameterKind.Int ? "whole numbers" : "numbers") + (Min, Max) switch
        {
            ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $" {min} to {max}"),
            ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $" of {min} or more"),
            (null, { } max) => string.Create(CultureInfo.InvariantCulture, $" of {max} or less"),
            _ => string.Empty,
        },
    };

    /// <summary>
    /// Reads a value as JSON gives it or as a command line does: a text is accepted for every kind, and any JSON for a
    /// text (its raw form is taken).
    /// </summary>
    /// <param name="owner">Whose parameter it is, for the sentence.</param>
    /// <returns>The value and no error, or an error of one sentence.</returns>
    public (object? Value, string? Error) Read(JsonElement json, string owner)
    {
        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
        if (json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return (Default, null);
        }

        object? value = Kind switch
        {
            ParameterKind.Int => ReadInt(text),
            ParameterKind.Float => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d)
                && double.IsFinite(d) ? d : null,
            ParameterKind.Bool => text.ToLowerInvariant() switch { "true" or "1" or "yes" => true, "false" or "0" or "no" => false, _ => null },
            _ => text,
        };
        return value is not null && IsAllowed(value)
            ? (value, null)
            : (null, $"Parameter '{Name}' of {owner} is '{text}', which is not allowed: {AllowedText}{DidYouMean(text)}.");
    }

    private static long? ReadInt(string text)
    {
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        // JSON writers of other languages give 100.0 or 1e3 for a whole number.
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d)
            && d == Math.Floor(d) && Math.Abs(d) < 1L << 53 ? (long)d : null;
    }

    private bool IsAllowed(object value) => value switch
    {
        long n => !(n < Min) && !(n > Max),
        double d => !(d < Min) && !(d > Max),
        string s => Allowed is null || Allowed.Contains(s),
        _ => true,
    };

    private string DidYouMean(string text) =>
        Allowed is not null && Nearest.To(text, Allowed) is { } near ? $" (did you mean '{near}'?)" : string.Empty;
}
