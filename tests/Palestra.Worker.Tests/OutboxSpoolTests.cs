using Palestra.Telemetry;
using Palestra.Wire;
using Palestra.Worker.Outgoing;

namespace Palestra.Worker.Tests;

public sealed class OutboxSpoolTests : IDisposable
{
    private static readonly StreamKey Stream = new(StreamKey.DefaultAgent, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("palestra-outbox-").FullName;
    private readonly List<string> _said = [];

    private string Spool => Path.Combine(_folder, "worker.spool");

    [Fact]
    public void P_CALM_What_memory_has_no_room_for_goes_through_the_spool_and_comes_out_in_order()
    {
        using var outbox = Outbox(memory: 4000);
        for (var i = 0; i < 100; i++)
        {
            Add(outbox, 1 + (10 * i), 10, i);
        }

        Assert.InRange(outbox.Stats.KeptBytes, 4000, 6000);
        Assert.True(outbox.Stats.SpoolBytes > 10_000);
        Assert.Equal(0, outbox.Stats.Blockings);
        Assert.Equal(1000, outbox.Stats.UnacknowledgedSteps);

        outbox.Resume([], 1_000_000);
        Assert.Equal(Names(0, 100), Drain(outbox));
        Assert.False(File.Exists(Spool));
        Assert.Equal(0, outbox.Stats.SpoolBytes);
        Assert.Equal([LogIds.WorkerSpooling.Id, LogIds.WorkerSpoolDrained.Id], _said);
    }

    /// <summary>The beginning of a spool is a copy of memory: a worker that is killed while it spools loses nothing.</summary>
    [Fact]
    public void P_GAP_The_spool_of_a_killed_worker_is_complete_from_what_was_acknowledged_on()
    {
        using (var outbox = Outbox(memory: 4000))
        {
            outbox.Resume([], 15);
            Add(outbox, 1, 10, 0);
            Add(outbox, 11, 10, 1);
            Assert.True(outbox.TryTake(out _));
            outbox.Acknowledge([(Stream, new StreamMark(10, 1))]);
            for (var i = 2; i < 50; i++)
            {
                Add(outbox, 1 + (10 * i), 10, i);
            }
        }

        // Nothing was said or flushed at the end: Dispose only gives up the lock, as a kill would.
        Assert.Equal(Names(1, 50), SpoolNames());
    }

    [Fact]
    public async Task A_full_spool_makes_training_wait_until_it_was_read_then_memory_takes_the_rest()
    {
        using var outbox = Outbox(memory: 4000, spool: 8000);
        var adding = Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Add(outbox, 1 + (10 * i), 10, i);
            }
        });
        await WorkerBench.Until(() => outbox.Stats.Blockings == 1, "the block");
        Assert.InRange(new FileInfo(Spool).Length, 7000, 8000);
        Assert.True(outbox.Stats.Blocked > TimeSpan.Zero, "The wait under way counts.");
        Assert.Contains(LogIds.WorkerSpoolFull.Id, _said);

        outbox.Resume([], 1_000_000);
        var taken = new List<string>();
        await WorkerBench.Until(
            () =>
            {
                taken.AddRange(Drain(outbox));
                return adding.IsCompleted;
            },
            "training to go on");
        await adding;
        taken.AddRange(Drain(outbox));
        Assert.Equal(Names(0, 100), taken);
        Assert.False(File.Exists(Spool));
    }

    [Fact]
    public void P_CALM_A_spool_that_cannot_be_written_is_said_once_and_the_end_of_a_run_goes_over_the_limit()
    {
        using var outbox = Outbox(memory: 4000, path: Path.Combine(_folder, "nowhere", "worker.spool"));
        using var ending = new CancellationTokenSource();
        outbox.BlockedChanged = _ => ending.Cancel();
        for (var i = 0; i < 100; i++)
        {
            Add(outbox, 1 + (10 * i), 10, i, ending.Token);
        }

        Assert.Equal([LogIds.WorkerSpoolFailed.Id], _said);
        Assert.Equal(1, outbox.Stats.Blockings);
        Assert.Contains("nowhere", outbox.Leave([]));
        outbox.Resume([], 1_000_000);
        Assert.Equal(Names(0, 100), Drain(outbox));
    }

    [Fact]
    public void The_spool_of_an_earlier_worker_is_never_overwritten()
    {
        File.WriteAllText(Spool, "precious");
        using var outbox = Outbox(memory: 4000);
        using var ending = new CancellationTokenSource();
        outbox.BlockedChanged = _ => ending.Cancel();
        for (var i = 0; i < 100; i++)
        {
            Add(outbox, 1 + (10 * i), 10, i, ending.Token);
        }

        Assert.Equal([LogIds.WorkerSpoolFailed.Id], _said);
        Assert.Equal("precious", File.ReadAllText(Spool));
    }

    [Fact]
    public void A_spool_that_does_not_give_back_what_was_written_is_never_papered_over()
    {
        using var outbox = Outbox(memory: 4000);
        for (var i = 0; i < 100; i++)
        {
            Add(outbox, 1 + (10 * i), 10, i);
        }

        using (var dd = System.Diagnostics.Process.Start("truncate", ["-s", "6000", Spool]))
        {
            dd.WaitForExit();
        }

        outbox.Resume([], 1_000_000);
        var lost = Assert.Throws<SpoolLostException>(() => Drain(outbox));
        Assert.Contains(Spool, lost.Message);
    }

    [Fact]
    public void A_random_life_of_memory_spool_and_losses_of_the_link_delivers_every_step_once_and_in_order()
    {
        const int Seed = 815;
        var random = new Random(Seed);
        using var outbox = Outbox(memory: 6000, spool: 30_000);
        var (made, received, durable) = (new StreamMark(0, 0), new StreamMark(0, 0), new StreamMark(0, 0));
        using var never = new CancellationTokenSource();
        var spooled = 0;
        while (durable.Seq < 20_000)
        {
            // Phases: mostly making, so that the spool fills, or mostly taking, so that it is drained.
            var making = durable.Seq / 2000 % 2 == 0;
            spooled += File.Exists(Spool) ? 1 : 0;
            switch (random.Next(10))
            {
                case < 6 when (making || random.Next(4) == 0) && made.Seq < 20_000 && outbox.Stats.SpoolBytes < 28_000:
                    var count = random.Next(1, 30);
                    Add(outbox, made.Seq + 1, count, made.Episodes);
                    made = new StreamMark(made.Seq + count, made.Episodes + 1);
                    break;
                case < 9 when outbox.TryTake(out var item):
                    received = Receive(item, received);
                    if (random.Next(3) == 0)
                    {
                        durable = received;
                        Assert.Null(outbox.Acknowledge([(Stream, durable)]));
                    }

                    break;
                case 9 when random.Next(10) == 0:
                    outbox.Suspend();
                    durable = durable with { Seq = random.NextInt64(durable.Seq, received.Seq + 1) };
                    received = durable;
                    Assert.Null(outbox.Resume([(Stream, durable)], random.Next(50, 500)));
                    break;
                case 9 when received.Seq > durable.Seq:
                    durable = received;
                    Assert.Null(outbox.Acknowledge([(Stream, durable)]));
                    break;
            }
        }

        Assert.True(spooled > 1000, $"seed {Seed}: the spool was in use only {spooled} times");

        static StreamMark Receive(TelemetryEvent item, StreamMark at)
        {
            switch (item)
            {
                case StepBatch batch:
                    Assert.True(batch.FirstSeq == at.Seq + 1, $"seed {Seed}: {batch.FirstSeq} after {at.Seq}");
                    return at with { Seq = batch.LastSeq };
                case EpisodeFinalized episode:
                    Assert.True(episode.Episode == at.Episodes && episode.LastSeq <= at.Seq, $"seed {Seed}: episode {episode.Episode} at {at}");
                    return at with { Episodes = at.Episodes + 1 };
                default:
                    throw new InvalidOperationException(item.ToString());
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Outbox Outbox(long memory, long spool = 1 << 30, string? path = null) =>
        new(new OutboxLimits(memory, path ?? Spool, spool), TimeProvider.System) { SpoolChanged = (id, _) => _said.Add(id.Id) };

    private static void Add(Outbox outbox, long first, int count, long episode, CancellationToken stopping = default)
    {
        outbox.Add(OutboxTests.Batch(first, count), Stream, stopping);
        outbox.Add(OutboxTests.Episode(episode, first, first + count - 1), Stream, stopping);
    }

    private static List<string> Names(int from, int to) =>
        [.. Enumerable.Range(from, to - from).SelectMany(i => new[] { $"{1 + (10 * i)}-{10 + (10 * i)}", $"episode {i}" })];

    /// <summary>Takes and acknowledges everything.</summary>
    private static List<string> Drain(Outbox outbox)
    {
        var taken = new List<string>();
        var at = new StreamMark(0, 0);
        while (outbox.TryTake(out var item))
        {
            taken.Add(OutboxTests.Name(item));
            at = item is StepBatch batch ? at with { Seq = batch.LastSeq } : at with { Episodes = ((EpisodeFinalized)item).Episode + 1 };
            Assert.Null(outbox.Acknowledge([(Stream, at)]));
        }

        return taken;
    }

    private List<string> SpoolNames()
    {
        using var reader = SpoolReader.TryOpen(Spool, out var reason);
        Assert.True(reader is not null, reason);
        var names = new List<string>();
        while (reader.TryRead(out var message))
        {
            names.Add(message.Steps is { } steps
                ? OutboxTests.Name(WireMap.FromProto(steps).Value!) : OutboxTests.Name(WireMap.FromProto(message.Episode).Value!));
        }

        return names;
    }
}
