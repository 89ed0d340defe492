using System.Diagnostics;
using System.Text.Json;
using Palestra.Agents;
using Palestra.Gym;

namespace Palestra.Bench;

/// <summary>
/// A trainer that measures its own speed: acts at random, works a fixed amount per step, and says at the end how fast it
/// was after its warm-up. What telemetry costs a trainer is seen from inside, by the trainer.
/// </summary>
public sealed class BenchTrainer : ILearner
{
    public const string Id = "bench";

    internal const string SpeedFile = "speed.json";

    private static readonly Lock Registering = new();

    private readonly RandomPolicy _policy;
    private readonly long _work;
    private readonly long _warmUp;
    private long _steps;
    private long _begun;
    private long _started;
    private double _cpuStarted;
    private ulong _state = 1;

    private BenchTrainer(ParameterValues values, LearnerContext context)
    {
        _policy = new RandomPolicy(context);
        (_work, _warmUp) = (values.Int("work"), values.Int("warm_up"));
    }

    /// <summary>Makes <see cref="Id"/> known to this process; again is no matter.</summary>
    public static void Register()
    {
        lock (Registering)
        {
            if (AlgorithmRegistry.Default.Specs.Any(spec => spec.Id == Id))
            {
                return;
            }

            AlgorithmRegistry.Default.Register(new AlgorithmSpec
            {
                Id = Id,
                Summary = "Measures its own speed: of the benchmarks.",
                Parameters =
                [
                    ParameterSpec.Int("work", 0, 0, null, "Turns of its generator per step."),
                    ParameterSpec.Int("warm_up", 0, 0, null, "Steps before its speed counts."),
                ],
                Create = (values, context) => new BenchTrainer(values, context),
            });
        }
    }

    public void Act(int slot, ReadOnlySpan<byte> observation, Span<byte> action)
    {
        if (_steps == 0)
        {
            _begun = Stopwatch.GetTimestamp();
        }

        if (_steps++ == _warmUp)
        {
            _cpuStarted = ThreadCpu.Microseconds();
            _started = Stopwatch.GetTimestamp();
        }

        _policy.Act(slot, observation, action);
    }

    public void Learn(
        int slot, ReadOnlySpan<byte> observation, ReadOnlySpan<byte> action, double reward,
        ReadOnlySpan<byte> nextObservation, bool terminated, bool truncated) => _state = Work(_state, _work);

    public void EndEpisode(int slot, IDictionary<string, double> metrics)
    {
    }

    public void Save(string folder)
    {
        var speed = new TrainerSpeed(
            _steps, (_steps - _warmUp) / Stopwatch.GetElapsedTime(_started).TotalSeconds,
            _steps / Stopwatch.GetElapsedTime(_begun).TotalSeconds,
            (ThreadCpu.Microseconds() - _cpuStarted) / (_steps - _warmUp), _state);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, SpeedFile), JsonSerializer.SerializeToUtf8Bytes(speed));
    }

    public void Load(string folder) => throw new GymException("The trainer of the benchmarks has nothing to load.");

    /// <summary>Nothing that a compiler could leave out or a memory could slow down.</summary>
    internal static ulong Work(ulong state, long turns)
    {
        for (var i = 0L; i < turns; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }

        return state;
    }
}

/// <summary>What a <see cref="BenchTrainer"/> says of itself.</summary>
/// <param name="Steps">All it took.</param>
/// <param name="StepsPerSecond">After its warm-up.</param>
/// <param name="StepsPerSecondInAll">From the first step on.</param>
/// <param name="CpuMicroseconds">Processor time of the trainer's own thread per step after its warm-up; 0 where it cannot be known.</param>
/// <param name="State">What its work came to: the same for the same steps.</param>
internal sealed record TrainerSpeed(long Steps, double StepsPerSecond, double StepsPerSecondInAll, double CpuMicroseconds, ulong State);
