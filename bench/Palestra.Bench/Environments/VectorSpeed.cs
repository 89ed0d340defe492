using System.Numerics;
using System.Runtime.InteropServices;
using Palestra.Gym;
using Palestra.Gym.Vector;

namespace Palestra.Bench;

/// <summary>
/// A vector of one environment that steps as fast as it can, autoreset included. Same seed, same actions: every kind of
/// vector must come to the same sum of rewards and the same ends of episodes.
/// </summary>
internal sealed class VectorSpeed : IDisposable
{
    private const ulong Seed = 7;
    private const int Batches = 64;

    private readonly VectorEnv _vector;
    private readonly byte[][] _actions = new byte[Batches][];
    private readonly byte[] _observations;
    private readonly double[] _rewards;
    private readonly bool[] _terminated;
    private readonly bool[] _truncated;
    private readonly TimeProvider _clock;

    public VectorSpeed(string id, int slots, VectorKind kind, TimeProvider clock)
    {
        (_vector, _clock) = (EnvRegistry.Default.MakeVector(id, slots, kind), clock);
        _observations = new byte[_vector.ObservationSpace.RowBytes];
        (_rewards, _terminated, _truncated) = (new double[slots], new bool[slots], new bool[slots]);
        _vector.SingleActionSpace.Seed(Seed);
        var row = _vector.SingleActionSpace.RowBytes;
        for (var batch = 0; batch < Batches; batch++)
        {
            _actions[batch] = new byte[slots * row];
            for (var slot = 0; slot < slots; slot++)
            {
                _vector.SingleActionSpace.Sample(_actions[batch].AsSpan(slot * row, row));
            }
        }
    }

    /// <param name="calls">How often the vector is stepped; each is a step of every slot.</param>
    /// <returns>Steps of slots per second, and what came out.</returns>
    public (double StepsPerSecond, EnvSum Sum) Measure(int calls)
    {
        _vector.Reset(Seed, _observations);
        var (rewards, ends) = (0.0, 0L);
        var started = _clock.GetTimestamp();
        for (var call = 0; call < calls; call++)
        {
            _vector.Step(_actions[call & (Batches - 1)], _observations, _rewards, _terminated, _truncated);
            rewards += Sum(_rewards);
            ends += _terminated.AsSpan().Count(true) + _truncated.AsSpan().Count(true);
        }

        return ((double)calls * _vector.Count / _clock.GetElapsedTime(started).TotalSeconds, new EnvSum(rewards, ends));
    }

    public void Dispose() => _vector.Dispose();

    // Several at once: what is measured is the vector, not the adding up.
    private static double Sum(ReadOnlySpan<double> values)
    {
        var lanes = Vector<double>.Zero;
        foreach (var part in MemoryMarshal.Cast<double, Vector<double>>(values))
        {
            lanes += part;
        }

        var sum = Vector.Sum(lanes);
        foreach (var value in values[(values.Length / Vector<double>.Count * Vector<double>.Count)..])
        {
            sum += value;
        }

        return sum;
    }
}
