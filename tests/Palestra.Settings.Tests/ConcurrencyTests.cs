namespace Palestra.Settings.Tests;

public sealed class ConcurrencyTests(ITestOutputHelper output) : IDisposable
{
    private const int Changes = 10_000;
    private const int Writers = 8;
    private const int Readers = 3;
    private const int Gap = 7;

    private readonly LayerFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Ten_thousand_concurrent_changes_and_readers_see_no_torn_snapshot_and_lose_no_write()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        using var hub = _files.Set(Live.Capacity, "1000000").Hub(Live.Catalog);
        var cell = hub.Cell<LiveSample>();
        var told = new List<(int Low, int High)>();
        using var subscription = hub.Subscribe([Live.Low, Live.High], news =>
            told.Add((news.After.Get<LiveSample>().Low, news.After.Get<LiveSample>().High)));
        using var done = new CancellationTokenSource();
        var reading = Enumerable.Range(0, Readers).Select(_ => Task.Run(() => Read(hub, cell, done.Token))).ToArray();
        var applied = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer =>
            Task.Run(() => Write(hub, new Random(seed + writer), Changes / Writers))));
        await done.CancelAsync();
        var reads = await Task.WhenAll(reading);

        // Each writer raised the pair by one, for the version it had seen, until it succeeded: no raise is lost.
        Assert.Equal(Changes, applied.Sum());
        Assert.Equal((Changes, Changes + Gap), (cell.Value.Low, cell.Value.High));
        Assert.Equal(Changes, hub.VersionOf("sample.live"));
        Assert.Equal(Enumerable.Range(1, Changes).Select(low => (low, low + Gap)), told);
        var history = _files.Store.History(Live.Low, null, int.MaxValue);
        Assert.Equal(Enumerable.Range(1, Changes).Reverse().Select(low => $"{low}"), history.Select(change => change.New));
        Assert.All(reads, count => Assert.True(count > 0));
        output.WriteLine($"{reads.Sum()} reads");
    }

    [Fact]
    public async Task Changes_of_different_namespaces_do_not_conflict()
    {
        using var hub = _files.Hub(Live.Catalog);
        var zero = new Dictionary<string, long> { ["sample.live"] = 0 };
        await Task.WhenAll(Enumerable.Range(1, 50).Select(i => Task.Run(() => hub.Set("sample.sink.ratio", $"0.{i}"))));
        hub.Change(Live.Edit((Live.Low, "20")) with { ExpectedVersions = zero }).Applied();
        Assert.Equal(_files.Store.Load().Overrides.Single(entry => entry.Key == "sample.sink.ratio").Value, hub.Row("sample.sink.ratio").Value);
    }

    private static int Write(SettingsHub hub, Random random, int raises)
    {
        var applied = 0;
        while (applied < raises)
        {
            var version = hub.VersionOf("sample.live");
            var now = hub.Current;
            if (random.Next(50) == 0)
            {
                hub.Set((Live.Low, "9"), (Live.High, "8")).Refused(); // a rule is broken: nothing may show
            }

            var low = version == 0 ? 0 : now.Get<LiveSample>().Low;
            var edit = Live.Edit((Live.Low, $"{low + 1}"), (Live.High, $"{low + 1 + Gap}")) with
            {
                ExpectedVersions = new Dictionary<string, long> { ["sample.live"] = version },
            };
            switch (hub.Change(edit))
            {
                case ChangeOutcome.Applied:
                    applied++;
                    break;
                case var other:
                    Assert.IsType<ChangeOutcome.Conflict>(other);
                    break;
            }
        }

        return applied;
    }

    private static long Read(SettingsHub hub, SettingsCell<LiveSample> cell, CancellationToken ended)
    {
        var (reads, last) = (0L, 0);
        while (!ended.IsCancellationRequested || reads == 0)
        {
            var record = cell.Value;
            Assert.True(record.High - record.Low is Gap or 90, $"torn: {record}");
            Assert.True(record.Low >= last || last == 10, $"{record.Low} after {last}");
            last = record.Low;
            var snapshot = hub.Current;
            Assert.True(snapshot.TryFind(Live.Low, out var low, out _));
            Assert.Equal($"{snapshot.Get<LiveSample>().Low}", low.Value);
            reads++;
        }

        return reads;
    }
}
