namespace Palestra.Cli.Chaos;

/// <summary>What went wrong so far, each said once and at once. Not thread-safe.</summary>
internal sealed class Problems(Action<string> say)
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public int Count => _all.Count;

    public void Add(string sentence)
    {
        if (!_all.Contains(sentence))
        {
            _all.Add(sentence);
            say($"PROBLEM: {sentence}");
        }
    }

    public void AddIfAny(string? sentence)
    {
        if (sentence is not null)
        {
            Add(sentence);
        }
    }
}
