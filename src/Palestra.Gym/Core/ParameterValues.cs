using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// Checked values for a list of <see cref="ParameterSpec"/>, defaults filled in. Immutable and thread-safe.
/// </summary>
public sealed class ParameterValues
{
    private readonly Dictionary<string, object> _values;

    private ParameterValues(IReadOnlyList<ParameterSpec> specs, Dictionary<string, object> values)
    {
        Specs = specs;
        _values = values;
    }

    public IReadOnlyList<ParameterSpec> Specs { get; }

    /// <summary>Whether the caller gave this one, or the default stands.</summary>
    public required IReadOnlySet<string> Given { get; init; }

    public static ParameterValues Defaults(IReadOnlyList<ParameterSpec> specs) =>
        TryParse(specs, null, string.Empty, out _)!;

    /// <summary>Checks everything and reports all that is wrong.</summary>
    /// <param name="owner">Whose parameters they are, for the sentences: an environment or algorithm id.</param>
    /// <returns>The values, or <c>null</c> when there are errors.</returns>
    public static ParameterValues? TryParse(
        IReadOnlyList<ParameterSpec> specs,
        IReadOnlyDictionary<string, JsonElement>? given,
        string owner,
        out IReadOnlyList<ParameterError> errors)
    {
        ArgumentNullException.ThrowIfNull(specs);
        var values = specs.ToDictionary(s => s.Name, s => s.Default);
        var found = new List<ParameterError>();
        foreach (var (name, json) in given ?? new Dictionary<string, JsonElement>())
        {
            var spec = specs.FirstOrDefault(s => s.Name == name);
            if (spec is null)
            {
                found.Add(new ParameterError(name, UnknownSentence(specs, name, owner)));
                continue;
            }

            var (value, error) = spec.Read(json, owner);
            if (error is null)
            {
                values[name] = value!;
            }
            else
            {
                found.Add(new ParameterError(name, error));
            }
        }

        errors = found;
        return found.Count > 0 ? null : new ParameterValues(specs, values)
        {
            Given = given is null ? new HashSet<string>() : given.Keys.ToHashSet(),
        };
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="ParameterException">Carries every refusal.</exception>
    public static ParameterValues Parse(
        IReadOnlyList<ParameterSpec> specs, IReadOnlyDictionary<string, JsonElement>? given, string owner) =>
        TryParse(specs, given, owner, out var errors) ?? throw new ParameterException(errors);

    public long Int(string name) => (long)_values[name];

    public double Float(string name) => (double)_values[name];

    public bool Bool(string name) => (bool)_values[name];

    public string Text(string name) => (string)_values[name];

    /// <summary>All values, defaults included, in the order of the specs.</summary>
    public IReadOnlyDictionary<string, JsonElement> ToJson()
    {
        var result = new Dictionary<string, JsonElement>();
        foreach (var spec in Specs)
        {
            result[spec.Name] = _values[spec.Name] switch
            {
                long n => JsonSerializer.SerializeToElement(n),
                double d => JsonSerializer.SerializeToElement(d),
                bool b => JsonSerializer.SerializeToElement(b),
                var s => JsonSerializer.SerializeToElement((string)s),
            };
        }

        return result;
    }

    private static string UnknownSentence(IReadOnlyList<ParameterSpec> specs, string name, string owner)
    {
        if (specs.Count == 0)
        {
            return $"Parameter '{name}' is not known: {owner} takes none.";
        }

        var hint = Nearest.To(name, specs.Select(s => s.Name)) is { } near ? $" Did you mean '{near}'?" : string.Empty;
        return $"Parameter '{name}' is not known to {owner}.{hint} It takes: {string.Join(", ", specs.Select(s => s.Name))}.";
    }
}
