namespace Palestra.Cli.Chaos;

/// <summary>All chance of a chaos session: equal seeds give equal throws. Not thread-safe.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public int Seed { get; } = seed;

    public TimeSpan Between((TimeSpan Least, TimeSpan Most) range) =>
        range.Least + ((range.Most - range.Least) * _random.NextDouble());

    public T OneOf<T>(IReadOnlyList<T> things) => things[_random.Next(things.Count)];

    public int Below(int bound) => _random.Next(bound);

    public void Shuffle<T>(T[] things) => _random.Shuffle(things);
}
