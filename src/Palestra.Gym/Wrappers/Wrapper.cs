using System.Text.Json;

namespace Palestra.Gym.Wrappers;

/// <summary>
/// Base of everything that stands around an environment: passes every call on, so that a wrapper overrides only what it
/// changes. Owns the environment inside and disposes of it. Not thread-safe; buffers are the caller's, and a step allocates
/// nothing. A wrapper with a state of its own writes it before the state of the environment inside.
/// </summary>
public abstract class Wrapper : IEnv
{
    protected Wrapper(IEnv env)
    {
        ArgumentNullException.ThrowIfNull(env);
        Env = env;
    }

    /// <summary>The environment directly inside.</summary>
    public IEnv Env { get; }

    public virtual EnvSpec Spec => Env.Spec;

    public virtual Space ActionSpace => Env.ActionSpace;

    public virtual Space ObservationSpace => Env.ObservationSpace;

    public NumpyRandom Random => Env.Random;

    public IEnv Unwrapped => Env.Unwrapped;

    public virtual FrameSize FrameSize => Env.FrameSize;

    public GridLayout? Grid => Env.Grid;

    public virtual ReadOnlySpan<sbyte> ActionMask => Env.ActionMask;

    public virtual bool RendersText => Env.RendersText;

    public virtual void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null) =>
        Env.Reset(seed, observation, options);

    public virtual StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation) => Env.Step(action, observation);

    public virtual void Render(Span<byte> rgb) => Env.Render(rgb);

    public virtual string RenderText() => Env.RenderText();

    public virtual void WriteInfo(Utf8JsonWriter writer) => Env.WriteInfo(writer);

    public void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        OnSave(writer);
        Env.SaveState(writer);
    }

    public void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        OnRestore(reader);
        Env.RestoreState(reader);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public override string ToString() => $"{GetType().Name}<{Env}>";

    /// <summary>Writes the wrapper's own state; nothing if it has none.</summary>
    protected virtual void OnSave(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="OnSave"/> wrote.</summary>
    protected virtual void OnRestore(BinaryReader reader)
    {
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Env.Dispose();
        }
    }
}
