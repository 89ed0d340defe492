namespace Palestra.Gym;

/// <summary>
/// Numbers in the form of a space: one list where the space is a single choice, one list per part where it has parts.
/// Immutable, but for the arrays it was made of, which are not copied. The base of <see cref="SampleMask"/> and
/// <see cref="SampleProbabilities"/>.
/// </summary>
public abstract class SampleGuide<TSelf, T>
    where TSelf : SampleGuide<TSelf, T>
    where T : unmanaged
{
    private readonly T[]? _values;
    private readonly TSelf?[]? _parts;
    private readonly IReadOnlyDictionary<string, TSelf?>? _named;

    private protected SampleGuide(T[] values) => _values = values ?? throw new ArgumentNullException(nameof(values));

    private protected SampleGuide(TSelf?[] parts) => _parts = parts ?? throw new ArgumentNullException(nameof(parts));

    private protected SampleGuide(IReadOnlyDictionary<string, TSelf?> named) =>
        _named = named ?? throw new ArgumentNullException(nameof(named));

    private protected abstract string Name { get; }

    internal ReadOnlySpan<T> ValuesFor(Space space, long count)
    {
        if (_values is null)
        {
            throw new GymException($"{Name} for {space} has parts: one list of {count} numbers is needed.");
        }

        if (_values.Length != count)
        {
            throw new GymException($"{Name} for {space} has {count} entries, not {_values.Length}.");
        }

        return _values;
    }

    internal TSelf? PartOf(Space space, int index, int count)
    {
        if (_parts is null)
        {
            throw new GymException($"{Name} for {space} is needed for each of its {count} parts, by position.");
        }

        return _parts.Length == count
            ? _parts[index]
            : throw new GymException($"{Name} for {space} has {count} parts, not {_parts.Length}.");
    }

    internal TSelf? PartOf(DictSpace space, string key)
    {
        if (_named is null)
        {
            throw new GymException($"{Name} for {space} is needed for each of its keys, by name: {string.Join(", ", space.Keys)}.");
        }

        if (_named.Count != space.Keys.Count || !_named.TryGetValue(key, out var part))
        {
            throw new GymException(
                $"{Name} for {space} has the keys {string.Join(", ", _named.Keys.Order(StringComparer.Ordinal))}: exactly {string.Join(", ", space.Keys)} are needed.");
        }

        return part;
    }
}
