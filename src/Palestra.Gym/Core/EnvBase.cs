using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// What every environment of ours has, whatever the types of its rows: spaces, generator, saving, and the defaults of what it
/// may leave out. Derive from <see cref="Env{TObs,TAct}"/> or <see cref="RowEnv{TAct}"/>. Not thread-safe.
/// </summary>
public abstract class EnvBase : IDisposable
{
    private protected EnvBase(Space actionSpace, Space observationSpace)
    {
        ArgumentNullException.ThrowIfNull(actionSpace);
        ArgumentNullException.ThrowIfNull(observationSpace);
        ActionSpace = actionSpace;
        ObservationSpace = observationSpace;
        Spec = EnvSpec.Unregistered(GetType().Name);
    }

    public EnvSpec Spec { get; internal set; }

    public Space ActionSpace { get; }

    public Space ObservationSpace { get; }

    /// <inheritdoc cref="IEnv.Random"/>
    /// <remarks>Seeded from the system's entropy until the first reset with a seed.</remarks>
    public NumpyRandom Random { get; } = NumpyRandom.FromEntropy();

    public virtual FrameSize FrameSize => default;

    public virtual GridLayout? Grid => null;

    public virtual ReadOnlySpan<sbyte> ActionMask => default;

    public virtual bool RendersText => false;

    public virtual void Render(Span<byte> rgb) => throw new GymException($"{Spec.Id} does not render.");

    public virtual string RenderText() => throw new GymException($"{Spec.Id} does not draw as text.");

    public virtual void WriteInfo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    public void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Random.State.Write(writer);
        OnSave(writer);
    }

    public void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Random.State = RandomState.Read(reader);
        OnRestore(reader);
    }

    public void Close() => Dispose();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected void Seed(ulong? seed)
    {
        if (seed is { } value)
        {
            Random.Seed(value);
        }
    }

    /// <summary>Writes the fields of the state; the generator is already written.</summary>
    protected virtual void OnSave(BinaryWriter writer) =>
        throw new GymException($"{Spec.Id} cannot save its state.");

    /// <summary>Reads what <see cref="OnSave"/> wrote.</summary>
    protected virtual void OnRestore(BinaryReader reader) =>
        throw new GymException($"{Spec.Id} cannot restore its state.");

    protected virtual void Dispose(bool disposing)
    {
    }
}
