using Palestra.Telemetry;

namespace Palestra.Worker.Tests;

/// <summary>Stands for the disk of a fake daemon: it survives the daemon, takes each step once, and refuses gaps.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamKey, List<StepBatch>> _batches = [];
    private readonly Dictionary<StreamKey, List<EpisodeFinalized>> _episodes = [];

    public long Steps => Locked(() => _batches.Values.Sum(list => list.Sum(b => (long)b.Count)));

    public int EpisodeCount => Locked(() => _episodes.Values.Sum(list => list.Count));

    public IReadOnlyList<StreamKey> Streams => Locked(() => _batches.Keys.Order().ToList());

    public IReadOnlyList<StepBatch> Batches(int slot = 0) => Locked(() => _batches.GetValueOrDefault(Key(slot))?.ToList() ?? []);

    public IReadOnlyList<EpisodeFinalized> Episodes(int slot = 0) => Locked(() => _episodes.GetValueOrDefault(Key(slot))?.ToList() ?? []);

    public (long Seq, long Episodes) Position(StreamKey stream) => Locked(() => (
        _batches.GetValueOrDefault(stream)?[^1].LastSeq ?? 0, (long)(_episodes.GetValueOrDefault(stream)?.Count ?? 0)));

    /// <returns>A sentence if the batch leaves a gap or repeats anything.</returns>
    public string? Take(StepBatch batch) => Locked(() =>
    {
        if (!_batches.TryGetValue(batch.Stream, out var list))
        {
            _batches[batch.Stream] = list = [];
        }

        var expected = list.Count == 0 ? 1 : list[^1].LastSeq + 1;
        if (batch.FirstSeq != expected)
        {
            return $"{batch.Stream}: expected step {expected}, got {batch.FirstSeq}.";
        }

        list.Add(batch);
        return null;
    });

    public string? Take(EpisodeFinalized episode) => Locked(() =>
    {
        if (!_episodes.TryGetValue(episode.Stream, out var list))
        {
            _episodes[episode.Stream] = list = [];
        }

        if (episode.Episode != list.Count || episode.LastSeq > (_batches.GetValueOrDefault(episode.Stream)?[^1].LastSeq ?? 0))
        {
            return $"{episode.Stream}: expected episode {list.Count} after its steps, got {episode.Episode} up to step {episode.LastSeq}.";
        }

        list.Add(episode);
        return null;
    });

    /// <summary>Every step of a slot as one line of text, without times: what a receipt covers.</summary>
    public IReadOnlyList<string> Trajectory(int slot = 0) =>
    [
        .. Batches(slot).SelectMany(b => Enumerable.Range(0, b.Count).Select(i =>
            $"{b.FirstSeq + i} {b.Episodes[i]} {b.Steps[i]} {b.Rewards[i]} {b.Flags[i]} "
            + $"{Convert.ToHexString(b.Actions.Row(i))} {Convert.ToHexString(b.Observations.Row(i))}")),
    ];

    private static StreamKey Key(int slot) => new(StreamKey.DefaultAgent, slot);

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
