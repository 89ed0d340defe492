using System.Runtime.CompilerServices;
using Palestra.Gym;

namespace Palestra.Bench;

/// <summary>
/// One environment as everybody gets it, by id and with all checks, against its bare dynamics: the same object inside its
/// wrappers. Same seed, same actions: both must come to the same sum of rewards and the same episodes.
/// </summary>
internal sealed class EnvSpeed : IDisposable
{
    private const ulong Seed = 7;
    private const int Actions = 4096;
    private const int Block = 1024;

    private readonly IEnv _made;
    private readonly IEnv _bareOwner;
    private readonly int _maxSteps;
    private readonly byte[][] _actions;
    private readonly byte[] _observation;
    private readonly TimeProvider _clock;

    public EnvSpeed(string id, TimeProvider clock)
    {
        (_made, _bareOwner, _clock) = (EnvRegistry.Default.Make(id), EnvRegistry.Default.Make(id), clock);
        _maxSteps = _made.Spec.MaxEpisodeSteps ?? int.MaxValue;
        _observation = new byte[_made.ObservationSpace.RowBytes];
        _made.ActionSpace.Seed(Seed);
        _actions = new byte[Actions][];
        for (var i = 0; i < Actions; i++)
        {
            _actions[i] = new byte[_made.ActionSpace.RowBytes];
            _made.ActionSpace.Sample(_actions[i]);
        }
    }

    /// <returns>Steps per second, and what came out.</returns>
    public (double StepsPerSecond, EnvSum Sum) Made(int steps) => Measure(_made, steps);

    /// <inheritdoc cref="Made"/>
    public (double StepsPerSecond, EnvSum Sum) Bare(int steps) => Measure(_bareOwner.Unwrapped, steps);

    public void Dispose()
    {
        _made.Dispose();
        _bareOwner.Dispose();
    }

    private (double StepsPerSecond, EnvSum Sum) Measure(IEnv env, int steps)
    {
        env.Reset(Seed, _observation);
        var sum = default(EnvSum);
        var inEpisode = 0;
        var started = _clock.GetTimestamp();
        for (var first = 0; first < steps; first += Block)
        {
            Run(env, first, Math.Min(first + Block, steps), ref inEpisode, ref sum);
        }

        return (steps / _clock.GetElapsedTime(started).TotalSeconds, sum);
    }

    // Called often enough for the compiler to give it its best: a loop that is only ever replaced while it runs stays at a
    // fifth of that.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Run(IEnv env, int from, int to, ref int inEpisode, ref EnvSum sum)
    {
        var (rewards, episodes, elapsed) = (sum.Rewards, sum.Episodes, inEpisode);
        for (var i = from; i < to; i++)
        {
            var outcome = env.Step(_actions[i & (Actions - 1)], _observation);
            rewards += outcome.Reward;
            // Bare dynamics know no time limit.
            if (outcome.Done || ++elapsed == _maxSteps)
            {
                (episodes, elapsed) = (episodes + 1, 0);
                env.Reset(null, _observation);
            }
        }

        (sum, inEpisode) = (new EnvSum(rewards, episodes), elapsed);
    }
}

/// <summary>What a fixed number of steps came to.</summary>
internal readonly record struct EnvSum(double Rewards, long Episodes);
