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
        var (rewards, episodes, inEpisode) = (0.0, 0L, 0);
        var started = _clock.GetTimestamp();
        for (var i = 0; i < steps; i++)
        {
            var outcome = env.Step(_actions[i & (Actions - 1)], _observation);
            rewards += outcome.Reward;
            // Bare dynamics know no time limit.
            if (outcome.Done || ++inEpisode == _maxSteps)
            {
                (episodes, inEpisode) = (episodes + 1, 0);
                env.Reset(null, _observation);
            }
        }

        return (steps / _clock.GetElapsedTime(started).TotalSeconds, new EnvSum(rewards, episodes));
    }
}

/// <summary>What a fixed number of steps came to.</summary>
internal readonly record struct EnvSum(double Rewards, long Episodes);
