using System.Diagnostics.CodeAnalysis;

namespace Palestra.Telemetry;

/// <summary>
/// The name of a run: a ULID, or a name the user gave. It is also the name of the run's folder, so it allows only
/// characters that are safe in a path on every platform.
/// </summary>
public readonly record struct RunId
{
    /// <summary>Longest id in characters.</summary>
    [NotTunable("Part of the formats on disk and on the wire.")]
    public const int MaxLength = 64;

    private readonly string? _value;

    private RunId(string value) => _value = value;

    public string Value => _value ?? "";

    /// <summary>What a run id may look like, as a clause for error messages.</summary>
    public static string Rule => $"1 to {MaxLength} letters, digits, '.', '_' or '-', beginning with a letter or digit";

    public static RunId New(TimeProvider clock) => new(Ulid.Next(clock));

    public static bool TryParse([NotNullWhen(true)] string? text, out RunId id)
    {
        if (text is { Length: > 0 and <= MaxLength } && char.IsAsciiLetterOrDigit(text[0]) && text.All(IsAllowed))
        {
            id = new RunId(text);
            return true;
        }

        id = default;
        return false;
    }

    /// <exception cref="FormatException">The text is not a run id; the message says what is.</exception>
    public static RunId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a run id: {Rule}.");

    public override string ToString() => Value;

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
