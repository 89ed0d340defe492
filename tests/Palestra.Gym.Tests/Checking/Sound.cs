using System.Buffers.Binary;
using System.Text.Json;

namespace Palestra.Gym.Tests;

/// <summary>
/// A sound environment whose every part can be broken: a walk on a line, a step to either side or none, with some wind, until
/// it is 4 away. Observation: place and steps as two float32.
/// </summary>
internal class Sound : IEnv
{
    private static readonly Discrete Actions = new(3);
    private static readonly Box Observations = new([-6, 0], [6, double.PositiveInfinity], [2]);
    private static readonly sbyte[] Mask = [1, 1, 1];

    protected double Place { get; set; }

    protected int Steps { get; set; }

    public virtual EnvSpec Spec { get; init; } = EnvSpec.Unregistered("Walk") with { MaxEpisodeSteps = 1000 };

    public virtual Space ActionSpace => Actions;

    public virtual Space ObservationSpace => Observations;

    public NumpyRandom Random { get; } = NumpyRandom.FromEntropy();

    public virtual FrameSize FrameSize => new(4, 3);

    public virtual GridLayout? Grid => null;

    public virtual ReadOnlySpan<sbyte> ActionMask => Mask;

    public virtual bool RendersText => true;

    public virtual void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        if (seed is { } value)
        {
            Random.Seed(value);
        }

        (Place, Steps) = (Random.Uniform(-1, 1), 0);
        Observe(observation);
    }

    public virtual StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        Steps++;
        Place += Discrete.Read(action) - 1 + Random.Uniform(-0.5, 0.5);
        Observe(observation);
        return new StepOutcome(-Math.Abs(Place), Math.Abs(Place) > 4, false);
    }

    public virtual void Render(Span<byte> rgb) => rgb[..FrameSize.Bytes].Fill((byte)(20 * (Place + 6)));

    public virtual string RenderText() => $"at {Place:F1}";

    public virtual void WriteInfo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("steps", Steps);
        writer.WriteEndObject();
    }

    public virtual void SaveState(BinaryWriter writer)
    {
        Random.State.Write(writer);
        writer.Write(Place);
        writer.Write(Steps);
    }

    public virtual void RestoreState(BinaryReader reader)
    {
        Random.State = RandomState.Read(reader);
        Place = reader.ReadDouble();
        Steps = reader.ReadInt32();
    }

    public virtual void Dispose()
    {
    }

    protected virtual void Observe(Span<byte> observation)
    {
        BinaryPrimitives.WriteSingleLittleEndian(observation, (float)Place);
        BinaryPrimitives.WriteSingleLittleEndian(observation[4..], Steps);
    }
}
