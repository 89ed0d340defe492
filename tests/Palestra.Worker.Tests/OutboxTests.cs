using Palestra.Telemetry;
using Palestra.Worker.Outgoing;

namespace Palestra.Worker.Tests;

public sealed class OutboxTests : IDisposable
{
    private static readonly StreamKey Stream = new(StreamKey.DefaultAgent, 0);
    private readonly Outbox _outbox = new(new OutboxLimits(1 << 30), TimeProvider.System);

    [Fact]
    public void P_ACK_what_is_sent_is_kept_until_it_is_acknowledged()
    {
        Assert.Null(_outbox.Resume([], 1000));
        Add(Batch(1, 10), Episode(0, 1, 4), Batch(11, 10));
        Assert.Equal([1L, 11L], Sent().OfType<StepBatch>().Select(b => b.FirstSeq));
        Assert.Equal(20, _outbox.Stats.UnacknowledgedSteps);
        Assert.Null(_outbox.Acknowledge([(Stream, new StreamMark(10, 1))]));
        Assert.Equal(10, _outbox.Stats.UnacknowledgedSteps);
        Assert.Equal(990, _outbox.Stats.CreditsAvailable);
        Assert.Null(_outbox.Acknowledge([(Stream, new StreamMark(20, 1))]));
        Assert.Equal(0, _outbox.Stats.KeptBytes);
    }

    [Fact]
    public void After_a_reconnect_everything_after_the_resume_point_is_sent_again_in_order()
    {
        _outbox.Resume([], 1000);
        Add(Batch(1, 10), Episode(0, 1, 4), Episode(1, 5, 9), Batch(11, 10), Episode(2, 10, 20));
        Assert.Equal(5, Sent().Count);
        _outbox.Suspend();
        Assert.Empty(Sent());

        Assert.Null(_outbox.Resume([(Stream, new StreamMark(7, 1))], 1000));
        var again = Sent();
        Assert.Equal(["8-10", "episode 1", "11-20", "episode 2"], again.Select(Name));
        var cut = Assert.IsType<StepBatch>(again[0]);
        Assert.Null(cut.Validate());
        Assert.Equal(8.0, cut.Rewards[0]);
        Assert.Equal(8L, BitConverter.ToInt64(cut.Observations.Row(0)));
    }

    [Fact]
    public void Credits_hold_each_stream_by_itself()
    {
        var other = new StreamKey(StreamKey.DefaultAgent, 1);
        _outbox.Resume([], 10);
        Add(Batch(1, 8), Batch(9, 8), Batch(1, 5, other), Batch(6, 5, other));
        Assert.Equal(["1-8", "1-5", "6-10"], Sent().Select(Name));
        _outbox.Acknowledge([(Stream, new StreamMark(8, 0))]);
        Assert.Equal(["9-16"], Sent().Select(Name));
    }

    [Fact]
    public void Fewer_credits_than_a_batch_send_a_part_of_it_and_none_sends_nothing()
    {
        _outbox.Resume([], 0);
        Add(Batch(1, 10));
        Assert.Empty(Sent());
        _outbox.SetCredits(4);
        Assert.Equal(["1-4"], Sent().Select(Name));
        _outbox.Acknowledge([(Stream, new StreamMark(4, 0))]);
        Assert.Equal(["5-8"], Sent().Select(Name));
        _outbox.Acknowledge([(Stream, new StreamMark(8, 0))]);
        Assert.Equal(["9-10"], Sent().Select(Name));
    }

    [Fact]
    public void Resume_points_that_cannot_be_right_are_a_sentence()
    {
        _outbox.Resume([], 100);
        Add(Batch(1, 10));
        Sent();
        _outbox.Acknowledge([(Stream, new StreamMark(10, 0))]);
        Assert.Contains("its record was lost", _outbox.Resume([(Stream, new StreamMark(5, 0))], 100));
        Assert.Contains("another worker", _outbox.Resume([(Stream, new StreamMark(11, 0))], 100));
        Assert.Null(_outbox.Acknowledge([(Stream, new StreamMark(9, 0))])); // Only late, not wrong.
    }

    [Fact]
    public async Task A_full_outbox_waits_for_an_acknowledgement_or_for_the_end_of_the_run()
    {
        using var small = new Outbox(new OutboxLimits(2000), TimeProvider.System);
        var blocked = new List<bool>();
        small.BlockedChanged = blocked.Add;
        small.Resume([], 1000);
        small.Add(Batch(1, 40), Stream, default);
        var waiting = Task.Run(() => small.Add(Batch(41, 40), Stream, default));
        await WorkerBench.Until(() => small.Stats.Blockings == 1, "the block");
        Assert.False(waiting.IsCompleted);
        Assert.True(small.TryTake(out _));
        small.Acknowledge([(Stream, new StreamMark(40, 0))]);
        await waiting;
        Assert.Equal([true, false], blocked);

        using var ending = new CancellationTokenSource();
        await ending.CancelAsync();
        small.Add(Batch(81, 40), Stream, ending.Token);
        Assert.Equal(120, small.Totals[0].Total.Seq);
    }

    [Fact]
    public void A_random_life_with_losses_of_the_link_delivers_every_step_once_and_in_order()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        var durable = new StreamMark(0, 0);
        var received = durable;
        var produced = durable;
        _outbox.Resume([], 50);
        while (durable.Seq < 5000)
        {
            switch (random.Next(6))
            {
                case 0 or 1 when produced.Seq < 5000:
                    var count = random.Next(1, 30);
                    Add(Batch(produced.Seq + 1, count), Episode(produced.Episodes, produced.Seq + 1, produced.Seq + count));
                    produced = new StreamMark(produced.Seq + count, produced.Episodes + 1);
                    break;
                case 2 or 3 when _outbox.TryTake(out var item):
                    received = Receive(item, received);
                    Assert.True(received.Seq - durable.Seq <= 50, $"seed {Seed}: {received.Seq - durable.Seq} steps under way");
                    break;
                case 4:
                    durable = received;
                    Assert.Null(_outbox.Acknowledge([(Stream, durable)]));
                    break;
                case 5 when random.Next(5) == 0:
                    _outbox.Suspend();
                    // What was received may or may not have reached the disk; the disk may hold a part of a batch.
                    durable = durable with { Seq = random.NextInt64(durable.Seq, received.Seq + 1) };
                    received = durable;
                    Assert.Null(_outbox.Resume([(Stream, durable)], random.Next(20, 51)));
                    break;
            }
        }

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

    public void Dispose() => _outbox.Dispose();

    private void Add(params TelemetryEvent[] items)
    {
        foreach (var item in items)
        {
            _outbox.Add(item, item is StepBatch batch ? batch.Stream : Stream, default);
        }
    }

    private List<TelemetryEvent> Sent()
    {
        var sent = new List<TelemetryEvent>();
        while (_outbox.TryTake(out var item))
        {
            sent.Add(item);
        }

        return sent;
    }

    internal static string Name(TelemetryEvent item) => item switch
    {
        StepBatch batch => $"{batch.FirstSeq}-{batch.LastSeq}",
        EpisodeFinalized episode => $"episode {episode.Episode}",
        _ => item.ToString()!,
    };

    internal static StepBatch Batch(long first, int count, StreamKey? stream = null)
    {
        var seqs = Enumerable.Range(0, count).Select(i => first + i).ToArray();
        var rows = seqs.SelectMany(BitConverter.GetBytes).ToArray();
        return new StepBatch
        {
            Stream = stream ?? Stream,
            FirstSeq = first,
            Episodes = new long[count],
            Steps = new int[count],
            Rewards = [.. seqs.Select(s => (double)s)],
            Flags = new StepFlags[count],
            TimesUs = seqs,
            Actions = StepColumn.Typed(DType.Int64, [], rows, count),
            Observations = StepColumn.Typed(DType.Int64, [], rows, count),
        };
    }

    internal static EpisodeFinalized Episode(long episode, long first, long last) => new()
    {
        Stream = Stream,
        Episode = episode,
        FirstSeq = first,
        LastSeq = last,
        Return = 0,
        Terminated = true,
        Truncated = false,
        StartTimeUs = 0,
        EndTimeUs = 0,
    };
}
