using System.Buffers.Binary;
using Palestra.Agents;
using Palestra.Gym;
using Palestra.Telemetry;

namespace Palestra.Bench;

/// <summary>Steps to be written, made before the clock runs.</summary>
internal static class SampleSteps
{
    public const int BatchSteps = 1024;

    private const double MicrosecondsPerStep = 2;

    /// <summary>
    /// A cart with a pole under random pushes, 16-byte observations of four floats: numbers that do not repeat, as those
    /// of a physical environment.
    /// </summary>
    public static StepBatch[] CartPole(int steps, ulong seed = 7)
    {
        var random = new NumpyRandom(seed);
        var builder = new StepBatchBuilder(
            new StreamKey(StreamKey.DefaultAgent, 0), ColumnLayout.Typed(DType.Int64), ColumnLayout.Typed(DType.Float32, 4), maxCount: BatchSteps);
        var batches = new List<StepBatch>();
        Span<byte> action = stackalloc byte[sizeof(long)];
        Span<byte> observation = stackalloc byte[4 * sizeof(float)];
        Span<double> state = stackalloc double[4];
        var (episode, step) = (0L, 0);
        for (var i = 1; i <= steps; i++)
        {
            var push = random.Integers(0, 2);
            Push(state, push == 1 ? 10 : -10);
            step++;
            var fallen = Math.Abs(state[2]) > 0.21 || Math.Abs(state[0]) > 2.4;
            BinaryPrimitives.WriteInt64LittleEndian(action, push);
            for (var k = 0; k < state.Length; k++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(observation[(k * sizeof(float))..], (float)state[k]);
            }

            var timeUs = 1_700_000_000_000_000L + (long)(i * MicrosecondsPerStep) + (random.Integers(0, 100) == 0 ? 15 : 0);
            builder.Add(action, 1, fallen ? StepFlags.Terminated : StepFlags.None, timeUs, observation, episode, step - 1);
            if (fallen)
            {
                (episode, step) = (episode + 1, 0);
                state.Clear();
            }

            if (builder.IsFull || i == steps)
            {
                batches.Add(builder.Build());
            }
        }

        return [.. batches];
    }

    /// <summary>Batches and episodes as a worker sends them: real steps of an environment under random actions.</summary>
    public static TelemetryEvent[] Of(string envId, int steps, TimeProvider clock, int batchSteps = BatchSteps, ulong seed = 7)
    {
        using var env = EnvRegistry.Default.Make(envId);
        var policy = new RandomPolicy(new LearnerContext(envId, env.ActionSpace, env.ObservationSpace, seed));
        var stream = new StreamKey(StreamKey.DefaultAgent, 0);
        var builder = new StepBatchBuilder(stream, Layout(env.ActionSpace), Layout(env.ObservationSpace), maxCount: batchSteps);
        var events = new List<TelemetryEvent>();
        var finalized = new List<TelemetryEvent>();
        var (action, observation) = (new byte[env.ActionSpace.RowBytes], new byte[env.ObservationSpace.RowBytes]);
        var (episode, step, sum, first, startUs) = (0L, 0, 0.0, 1L, NowUs(clock));
        env.Reset(seed, observation);
        for (var i = 1; i <= steps; i++)
        {
            policy.Act(0, observation, action);
            var outcome = env.Step(action, observation);
            sum += outcome.Reward;
            var flags = (outcome.Terminated ? StepFlags.Terminated : 0) | (outcome.Truncated ? StepFlags.Truncated : 0);
            var seq = builder.Add(action, outcome.Reward, flags, NowUs(clock), observation, episode, step++);
            if (outcome.Done)
            {
                finalized.Add(new EpisodeFinalized
                {
                    Stream = stream, Episode = episode++, FirstSeq = first, LastSeq = seq, Return = sum, Terminated = outcome.Terminated,
                    Truncated = outcome.Truncated, StartTimeUs = startUs, EndTimeUs = NowUs(clock), InitialObservationJson = "0",
                });
                env.Reset(null, observation);
                (step, sum, first, startUs) = (0, 0, seq + 1, NowUs(clock));
            }

            if (builder.IsFull || i == steps)
            {
                events.Add(builder.Build());
                events.AddRange(finalized);
                finalized.Clear();
            }
        }

        return [.. events];
    }

    private static void Push(Span<double> state, double force)
    {
        const double Dt = 0.02, PoleMass = 0.1, Mass = 1.1, HalfLength = 0.5, Gravity = 9.8;
        var (sin, cos) = Math.SinCos(state[2]);
        var pull = (force + (PoleMass * HalfLength * state[3] * state[3] * sin)) / Mass;
        var turn = ((Gravity * sin) - (cos * pull)) / (HalfLength * ((4.0 / 3) - (PoleMass * cos * cos / Mass)));
        var push = pull - (PoleMass * HalfLength * turn * cos / Mass);
        state[0] += Dt * state[1];
        state[1] += Dt * push;
        state[2] += Dt * state[3];
        state[3] += Dt * turn;
    }

    // Element types carry the numbers of telemetry's column types.
    private static ColumnLayout Layout(Space space) => ColumnLayout.Typed((DType)(byte)space.ElementType, [.. space.Shape]);

    private static long NowUs(TimeProvider clock) => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
