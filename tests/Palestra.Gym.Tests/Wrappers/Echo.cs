using System.Text.Json;

namespace Palestra.Gym.Tests;

/// <summary>Shows every action as the observation and pays what a function says. An episode ends after some steps.</summary>
internal sealed class Echo(Space space, Func<Echo, double>? pay = null, int length = int.MaxValue, bool terminates = true) : IEnv
{
    private int _step;

    public EnvSpec Spec { get; init; } = EnvSpec.Unregistered("Echo");

    public Space ActionSpace => space;

    public Space ObservationSpace => space;

    public NumpyRandom Random { get; } = NumpyRandom.FromEntropy();

    public FrameSize FrameSize => default;

    /// <summary>The last action, or what the reset drew.</summary>
    public byte[] Last { get; } = new byte[space.RowBytes];

    public int Steps => _step;

    public int Disposals { get; private set; }

    public void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        if (seed is { } value)
        {
            Random.Seed(value);
        }

        Draw();
        Last.CopyTo(observation);
        _step = 0;
    }

    // By hand where that is easy: seeding a space allocates.
    private void Draw()
    {
        if (space is Box { Count: 1 } box && double.IsFinite(box.Low[0]) && double.IsFinite(box.High[0]))
        {
            box.Set(Last, 0, Random.Uniform(box.Low[0], box.High[0]));
            return;
        }

        space.Seed(Random.Integers(0, int.MaxValue));
        space.Sample(Last);
    }

    public StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        action.CopyTo(Last);
        action.CopyTo(observation);
        _step++;
        return new StepOutcome(pay?.Invoke(this) ?? 0, terminates && _step >= length, !terminates && _step >= length);
    }

    public void Render(Span<byte> rgb) => throw new GymException("Echo does not render.");

    public void WriteInfo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("step", _step);
        writer.WriteEndObject();
    }

    public void SaveState(BinaryWriter writer)
    {
        Random.State.Write(writer);
        writer.Write(_step);
        writer.Write(Last);
    }

    public void RestoreState(BinaryReader reader)
    {
        Random.State = RandomState.Read(reader);
        _step = reader.ReadInt32();
        reader.BaseStream.ReadExactly(Last);
    }

    public void Dispose() => Disposals++;
}
