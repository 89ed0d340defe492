using Palestra.Gym;

namespace Palestra.Bench;

/// <summary>
/// One environment that is drawn after every step, against a plain copy of as many frames of the same size. Same seed,
/// same actions: every measurement must see the same pictures.
/// </summary>
internal sealed class FrameSpeed : IDisposable
{
    private const ulong Seed = 7;

    // Looked at of every frame: enough to tell pictures apart, too few to be felt.
    private const int Probes = 61;

    private readonly IEnv _env;
    private readonly byte[] _action;
    private readonly byte[] _observation;
    private readonly byte[] _frame;
    private readonly byte[] _copied;
    private readonly TimeProvider _clock;

    public FrameSpeed(string id, TimeProvider clock)
    {
        (_env, _clock) = (EnvRegistry.Default.Make(id), clock);
        (_action, _observation) = (new byte[_env.ActionSpace.RowBytes], new byte[_env.ObservationSpace.RowBytes]);
        (_frame, _copied) = (new byte[_env.FrameSize.Bytes], new byte[_env.FrameSize.Bytes]);
    }

    /// <returns>Frames per second, and a number that stands for all pictures.</returns>
    public (double FramesPerSecond, ulong Pictures) Drawn(int frames)
    {
        _env.ActionSpace.Seed(Seed);
        _env.Reset(Seed, _observation);
        var pictures = 0UL;
        var started = _clock.GetTimestamp();
        for (var i = 0; i < frames; i++)
        {
            _env.ActionSpace.Sample(_action);
            var ended = _env.Step(_action, _observation).Done;
            _env.Render(_frame);
            pictures = Look(_frame, i, pictures);
            if (ended)
            {
                _env.Reset(null, _observation);
            }
        }

        return (frames / _clock.GetElapsedTime(started).TotalSeconds, pictures);
    }

    /// <returns>Frames per second.</returns>
    public double Copied(int frames)
    {
        var started = _clock.GetTimestamp();
        for (var i = 0; i < frames; i++)
        {
            _frame[i % _frame.Length]++;
            _frame.CopyTo(_copied, 0);
        }

        var pace = frames / _clock.GetElapsedTime(started).TotalSeconds;
        BenchFailedException.Unless(_copied.AsSpan().SequenceEqual(_frame), $"A copied frame of {_env.Spec.Id} is not the frame.");
        return pace;
    }

    public void Dispose() => _env.Dispose();

    private static ulong Look(byte[] frame, int number, ulong sum)
    {
        var apart = Math.Max(1, frame.Length / Probes);
        for (var at = number % apart; at < frame.Length; at += apart)
        {
            sum = (sum * 31) + frame[at];
        }

        return sum;
    }
}
