namespace Palestra.Trainer;

/// <summary>Everything that is wrong with a request, by field, in the order found.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, IReadOnlyList<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByField => _errors;

    public void Add(string field, string sentence) =>
        _errors[field] = _errors.TryGetValue(field, out var already) ? [.. already, sentence] : [sentence];
}
