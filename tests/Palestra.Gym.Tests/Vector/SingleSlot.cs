using System.Text.Json;
using Palestra.Gym.Vector;

namespace Palestra.Gym.Tests;

/// <summary>What one slot of a vector has to do, written down a second time with a single environment.</summary>
internal sealed class SingleSlot(IEnv env, AutoresetMode mode) : IDisposable
{
    private bool _ended;

    public IEnv Env => env;

    public byte[] Observation { get; } = new byte[env.ObservationSpace.RowBytes];

    public StepOutcome Outcome { get; private set; }

    /// <summary>The last observation and info of the episode that the last step ended, under autoreset in the same step.</summary>
    public (byte[] Observation, JsonElement Info)? Final { get; private set; }

    public bool NeedsReset => _ended;

    public void Reset(ulong? seed, ParameterValues? options = null)
    {
        env.Reset(seed, Observation, options);
        (_ended, Final) = (false, null);
    }

    public void Step(ReadOnlySpan<byte> action)
    {
        Final = null;
        if (_ended)
        {
            Assert.Equal(AutoresetMode.NextStep, mode);
            Reset(null);
            Outcome = new StepOutcome(0, false, false);
            return;
        }

        Outcome = env.Step(action, Observation);
        _ended = Outcome.Done;
        if (_ended && mode == AutoresetMode.SameStep)
        {
            var final = ((byte[])Observation.Clone(), GoldenRolloutTests.Info(env));
            Reset(null);
            Final = final;
        }
    }

    public void Dispose() => env.Dispose();
}
