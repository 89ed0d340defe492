using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>A run under load, and the kinds of followers that join it. Each knows which steps to expect and checks every one.</summary>
internal sealed class LiveRun(TempRun run, RunFile file, RunBus bus, Trajectory trajectory)
{
    private const int MaxBatch = 120;
    private const int LogEvery = 7;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    /// <summary>Publishes the whole run, and now and then a batch again, as after a reconnect.</summary>
    public async Task PublishAsync(Random random, CancellationToken cancellation)
    {
        var batches = 0;
        foreach (var item in trajectory.Events(() => random.Next(1, MaxBatch)))
        {
            await bus.PublishAsync(item, cancellation);
            if (item is not StepBatch)
            {
                continue;
            }

            if (++batches % LogEvery == 0)
            {
                await bus.PublishAsync(Runs.Log($"batch {batches}"), cancellation);
            }

            if (random.Next(10) == 0)
            {
                await bus.PublishAsync(item, cancellation);
            }
        }
    }

    /// <summary>Joins at some moment, from some sequence number, in one of five ways.</summary>
    /// <returns>How often it was lapped.</returns>
    public async Task<long> FollowAsync(int kind, Random random)
    {
        var joinAt = random.Next(200);
        while (bus.Published < joinAt && !bus.IsCompleted)
        {
            await Task.Delay(Look, TimeProvider.System);
        }

        return (kind % 5) switch
        {
            0 => await StepsAsync(random, isSlow: true),
            1 => await BlockingAsync(random),
            2 => await RowsAsync(random),
            3 => await DroppingAsync(random),
            _ => await StepsAsync(random, isSlow: false),
        };
    }

    /// <summary>Store first, then the ring; a slow one is lapped on purpose.</summary>
    private async Task<long> StepsAsync(Random random, bool isSlow)
    {
        using var reader = RunReader.Open(run.Folder);
        var next = (long)random.Next(1, trajectory.Count);
        var follower = new StepFollower(bus, reader, trajectory.Key, next);
        await foreach (var batch in follower.ReadAllAsync())
        {
            Assert.Equal(next, batch.FirstSeq);
            next = Check(batch, next);
            if (isSlow && random.Next(10) == 0)
            {
                await FallBehindAsync();
            }
        }

        Assert.Equal((trajectory.Count + 1, 0), (next, follower.Missing));
        return follower.Laps;
    }

    /// <summary>A second blocking subscriber with a small queue: holds publishers up and misses nothing from where it joined.</summary>
    private async Task<long> BlockingAsync(Random random)
    {
        using var cursor = bus.Subscribe("blocking", QueuePolicy.Block(random.Next(1, 16)));
        var entries = new BusEntry[8];
        long? next = null;
        long seq = 0;
        while (await cursor.WaitAsync(TestContext.Current.CancellationToken))
        {
            for (int n; (n = cursor.Read(entries)) > 0;)
            {
                foreach (var entry in entries.AsSpan(0, n))
                {
                    Assert.True(seq == 0 || entry.BusSeq == seq + 1, $"event {entry.BusSeq} came after {seq}");
                    seq = entry.BusSeq;
                    if (entry.Event is StepBatch batch && batch.LastSeq >= (next ?? 0))
                    {
                        next = Check(batch, next ?? batch.FirstSeq);
                    }
                }
            }
        }

        Assert.Equal(0, cursor.Dropped);
        Assert.True(next is null || next == trajectory.Count + 1, $"it ended before step {next}");
        return 0;
    }

    /// <summary>A live view with a tiny queue: loses events, and is told exactly how many (P-COUNT).</summary>
    private async Task<long> DroppingAsync(Random random)
    {
        using var cursor = bus.Subscribe("dropping", QueuePolicy.DropOldest(random.Next(1, 16)));
        var entries = new BusEntry[8];
        long seq = 0, laps = 0;
        while (await cursor.WaitAsync(TestContext.Current.CancellationToken))
        {
            var n = cursor.Read(entries, out var missed);
            laps += missed > 0 ? 1 : 0;
            foreach (var entry in entries.AsSpan(0, n))
            {
                Assert.True(seq == 0 || entry.BusSeq == seq + 1 + missed, $"event {entry.BusSeq} came after {seq}; {missed} are said to be missed");
                (seq, missed) = (entry.BusSeq, 0);
            }

            if (random.Next(4) == 0)
            {
                await FallBehindAsync();
            }
        }

        return laps;
    }

    /// <summary>Episodes and log records by row counter, as the live socket reads them for <c>since_episode</c> and <c>since_log</c>.</summary>
    private async Task<long> RowsAsync(Random random)
    {
        using var reader = RunReader.Open(run.Folder);
        var since = random.Next(trajectory.Episodes(1, trajectory.Count).Count() / 2); // Often one that does not exist yet.
        var (lastEpisode, lastLog, episodes, logs) = ((long)since, 0L, 0L, 0L);
        for (var ended = false; !ended;)
        {
            // Asked before reading: what was published by then is among the rows, once it is durable.
            ended = bus.IsCompleted && file.DurableBusSeq >= bus.Published;
            var max = random.Next(1, 100);
            var page = reader.EpisodesSince(lastEpisode, max);
            Assert.Equal(page.LastRow, lastEpisode + page.Skipped + page.Episodes.Count);
            for (var i = 0; i < page.Episodes.Count; i++)
            {
                Assert.Equal(lastEpisode + page.Skipped + i, page.Episodes[i].Episode.Episode);
            }

            (episodes, lastEpisode) = (episodes + page.Skipped + page.Episodes.Count, page.LastRow);
            var lines = reader.LogsSince(lastLog, max);
            Assert.Equal(lines.LastRow, lastLog + lines.Skipped + lines.Logs.Count);
            (logs, lastLog) = (logs + lines.Skipped + lines.Logs.Count, lines.LastRow);
            await Task.Delay(Look * random.Next(1, 5), TimeProvider.System);
        }

        var all = trajectory.Episodes(1, trajectory.Count).Count();
        Assert.Equal((all - since, true), (episodes, logs > 0));
        return 0;
    }

    private long Check(StepBatch batch, long next)
    {
        Assert.True(batch.FirstSeq <= next, $"steps {next} to {batch.FirstSeq - 1} are missing");
        Runs.AssertSame(trajectory.Batch(batch.FirstSeq, batch.LastSeq), batch);
        return batch.LastSeq + 1;
    }

    /// <summary>Waits until the ring has gone round at least once.</summary>
    private async Task FallBehindAsync()
    {
        for (var goal = bus.Published + bus.Capacity + 1; bus.Published < goal && !bus.IsCompleted;)
        {
            await Task.Delay(Look, TimeProvider.System);
        }
    }
}
