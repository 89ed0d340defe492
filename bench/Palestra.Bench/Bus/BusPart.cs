namespace Palestra.Bench;

/// <summary>The rows <c>bus.…</c>.</summary>
internal static class BusPart
{
    public static async Task<IReadOnlyList<BenchResult>> RunAsync(BenchOptions options)
    {
        const string Channels = "one bounded Channel per subscriber";
        var fanout = new BusFanout(options.Sizes.BusEvents, options.Sizes.ChannelEvents, options.Clock);
        var speed = new Comparison("bus.fanout3", "events/s", Better.Higher, Channels);
        var bytes = new Comparison("bus.bytes_per_event", "bytes", Better.Lower, Channels);
        var busBytes = 0.0;
        await Rounds.RunAsync(
            options, "bus.fanout3",
            async () =>
            {
                var figure = await fanout.BusAsync().ConfigureAwait(false);
                busBytes = fanout.BytesPerEvent;
                return figure;
            },
            fanout.ChannelsAsync,
            (value, baseline) =>
            {
                speed.Add(value, baseline);
                bytes.Add(busBytes, fanout.BytesPerEvent);
            }).ConfigureAwait(false);

        return
        [
            speed.Build("5 x the baseline", (_, ratio) => ratio >= 5),
            // Subscribers, their first waits and the queue of the thread pool cost something once; an event costs nothing.
            bytes.Build("0", (value, _) => Math.Round(value, 1) == 0),
            .. await LatencyAsync(options).ConfigureAwait(false),
        ];
    }

    private static async Task<IEnumerable<BenchResult>> LatencyAsync(BenchOptions options)
    {
        (string Name, double Share)[] shares = [("p50", 0.50), ("p99", 0.99), ("p999", 0.999)];
        var rows = shares.Select(share => new Comparison(
            $"bus.publish_to_live_{share.Name}_us", "µs", Better.Lower, "a bounded Channel that drops the oldest")).ToArray();
        var latency = new BusLatency(options.Sizes.LatencyEvents, options.Sizes.LatencyHz, options.Clock);
        double[] ours = [], theirs = [];
        await Rounds.RunAsync(
            options, "bus.publish_to_live",
            async () => Percentiles.Of(ours = await latency.BusAsync().ConfigureAwait(false), 0.5),
            async () => Percentiles.Of(theirs = await latency.ChannelAsync().ConfigureAwait(false), 0.5),
            (_, _) =>
            {
                foreach (var (row, share) in rows.Zip(shares))
                {
                    row.Add(Percentiles.Of(ours, share.Share), Percentiles.Of(theirs, share.Share));
                }
            }).ConfigureAwait(false);
        return rows.Select(row => row.Build());
    }
}
