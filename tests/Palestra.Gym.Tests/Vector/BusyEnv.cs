using System.Text.Json;

namespace Palestra.Gym.Tests;

/// <summary>
/// An environment of a third party whose steps take unequally long, draw chance and may throw. Its observation is a sum
/// over everything that happened, so one lost or doubled step shows for ever.
/// </summary>
internal sealed class BusyEnv(int slot, Action<int, int>? onStep = null) : Env<long, long>(new Discrete(3), new Discrete(long.MaxValue))
{
    private long _sum;
    private int _steps;

    public bool Disposed { get; private set; }

    public override StepResult<long> Step(long action)
    {
        onStep?.Invoke(slot, ++_steps);
        var rounds = (int)Random.Integers(0, 40 * (slot + 1));
        for (var i = 0; i < rounds; i++)
        {
            _sum = (_sum * 31) + (action + i) & 0xFFFFFFFF;
        }

        return new StepResult<long>(_sum, rounds, Random.Random() < 0.02, Random.Random() < 0.02);
    }

    public override void WriteInfo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sum", _sum);
        writer.WriteEndObject();
    }

    protected override long OnReset(ParameterValues? options) => _sum = Random.Integers(0, 1000);

    protected override void OnSave(BinaryWriter writer) => writer.Write(_sum);

    protected override void OnRestore(BinaryReader reader) => _sum = reader.ReadInt64();

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }
}
