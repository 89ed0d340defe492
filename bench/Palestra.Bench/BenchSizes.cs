namespace Palestra.Bench;

/// <summary>
/// How much work one round is. A measurement of well under a second is noise on a machine that others use, and the whole
/// of <c>palestra bench</c> should end within three minutes: the sizes are chosen between these two.
/// </summary>
public sealed record BenchSizes
{
    public static BenchSizes Full { get; } = new();

    /// <summary>For tests, which check sums and not speed.</summary>
    public static BenchSizes Tiny { get; } = new()
    {
        BusEvents = 20_000,
        ChannelEvents = 20_000,
        LatencyEvents = 200,
        StoreSteps = 8192,
        RowSteps = 4096,
        DiskSteps = 8192,
        Frames = 16,
        AgeFrames = 5,
        EnvSeconds = 0.002,
        EnvBudgetSeconds = 1,
        VectorBudgetSeconds = 1,
        CompileSeconds = 0.002,
        RenderBudgetSeconds = 1,
        RunSteps = 20_000,
        TrainerSteps = 20_000,
        TrainerWarmUp = 2_000,
        SteadyWarmUp = 2_000,
        PipeSteps = 20 * 1024,
        AckBatches = 50,
        Fsyncs = 5,
        CellReads = 10_000,
        HotChanges = 5,
        WarmUps = 1,
    };

    /// <summary>Events published per round of <c>bus.fanout3</c>.</summary>
    public int BusEvents { get; init; } = 12_000_000;

    /// <summary>Events published per round of its baseline.</summary>
    public int ChannelEvents { get; init; } = 3_000_000;

    /// <summary>Events published per round of <c>bus.publish_to_live</c>, <see cref="LatencyHz"/> a second.</summary>
    public int LatencyEvents { get; init; } = 6_000;

    /// <summary>Pace of the latency benchmark of the bus, events per second.</summary>
    public int LatencyHz { get; init; } = 10_000;

    /// <summary>Steps committed per round of <c>store.commit</c>.</summary>
    public int StoreSteps { get; init; } = 1 << 21;

    /// <summary>Rows inserted per round of its baseline.</summary>
    public int RowSteps { get; init; } = 512 * 1024;

    /// <summary>Steps on disk for <c>store.bytes_per_step</c>.</summary>
    public int DiskSteps { get; init; } = 1 << 19;

    /// <summary>Frames per round of <c>fastlane.copy</c>.</summary>
    public int Frames { get; init; } = 8_000;

    /// <summary>Frames seen per round of <c>fastlane.age</c>.</summary>
    public int AgeFrames { get; init; } = 100;

    /// <summary>Time per measurement of one environment, seconds.</summary>
    public double EnvSeconds { get; init; } = 0.2;

    /// <summary>Most time for all environments together, seconds; with many of them each gets less.</summary>
    public double EnvBudgetSeconds { get; init; } = 25;

    /// <summary>Most time for all vector environments together, seconds.</summary>
    public double VectorBudgetSeconds { get; init; } = 15;

    /// <summary>Time for the compiler before an environment or a vector is measured, seconds.</summary>
    public double CompileSeconds { get; init; } = 0.1;

    /// <summary>Slots of each vector environment.</summary>
    public int VectorSlots { get; init; } = 64;

    /// <summary>Most time for drawing all environments together, seconds.</summary>
    public double RenderBudgetSeconds { get; init; } = 20;

    /// <summary>Steps of each run of <c>ingest.end_to_end</c>.</summary>
    public long RunSteps { get; init; } = 1_200_000;

    /// <summary>Steps per measurement of <c>ingest.cost_to_trainer</c>.</summary>
    public long TrainerSteps { get; init; } = 300_000;

    /// <summary>Steps the trainer of <c>ingest.end_to_end</c> takes before its own speed counts.</summary>
    public long TrainerWarmUp { get; init; } = 100_000;

    /// <summary>
    /// Steps the trainer of <c>ingest.cost_to_trainer</c> takes before its speed counts: until then the compiler
    /// is at work on what that process sends with, on a core that the trainer's telemetry needs too.
    /// </summary>
    public long SteadyWarmUp { get; init; } = 300_000;

    /// <summary>Steps per round of <c>ingest.pipe</c>.</summary>
    public long PipeSteps { get; init; } = 1000 * 1024;

    /// <summary>Batches per round of <c>ingest.publish_to_ack</c>.</summary>
    public int AckBatches { get; init; } = 1_200;

    /// <summary>Appends with fsync per round of its baseline.</summary>
    public int Fsyncs { get; init; } = 500;

    /// <summary>Reads per round of <c>settings.read_cell</c>.</summary>
    public long CellReads { get; init; } = 300_000_000;

    /// <summary>Changes per round of <c>settings.change</c>; each waits for the disk.</summary>
    public int HotChanges { get; init; } = 150;

    /// <summary>Most warm-up rounds before the first that counts.</summary>
    public int WarmUps { get; init; } = 6;
}
