using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// An environment as the worker sees it: actions and observations are rows of bytes, laid out as their space says
/// (elements contiguous, little-endian). Not thread-safe. Buffers belong to the caller and are not kept; neither
/// <see cref="Reset"/> nor <see cref="Step"/> nor <see cref="Render"/> allocates.
/// </summary>
public interface IEnv : IDisposable
{
    /// <summary>How it was registered.</summary>
    EnvSpec Spec { get; }

    Space ActionSpace { get; }

    Space ObservationSpace { get; }

    /// <summary>The generator all its chance comes from (Gymnasium's <c>np_random</c>).</summary>
    NumpyRandom Random { get; }

    /// <summary>The environment inside all wrappers, this one if there are none.</summary>
    IEnv Unwrapped => this;

    /// <summary>Size of a frame; 0 x 0 if it does not render.</summary>
    FrameSize FrameSize { get; }

    /// <summary>The map, if the environment is a grid; else <c>null</c>.</summary>
    GridLayout? Grid => null;

    /// <summary>
    /// One entry per value of a discrete action space, 1 where the action changes something in the present state; empty if
    /// the environment does not say (Gymnasium's <c>info["action_mask"]</c>). Valid until the next reset or step.
    /// </summary>
    ReadOnlySpan<sbyte> ActionMask => default;

    /// <summary>Whether <see cref="RenderText"/> draws.</summary>
    bool RendersText => false;

    /// <summary>Starts an episode.</summary>
    /// <param name="seed">Seeds the generator; <c>null</c> lets it go on from where it is.</param>
    /// <param name="observation">Receives the first observation; at least <see cref="Space.RowBytes"/> long.</param>
    /// <param name="options">Reset options of this environment, or <c>null</c>.</param>
    void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null);

    /// <summary>Takes one action.</summary>
    /// <exception cref="GymException">Before the first reset, after the end of an episode, or with an action outside the space.</exception>
    StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation);

    /// <summary>Draws the present state: RGB, row-major, <see cref="FrameSize"/>.Bytes long.</summary>
    void Render(Span<byte> rgb);

    /// <summary>Draws the present state as text: Gymnasium's <c>ansi</c> mode, with its colours as ANSI escapes.</summary>
    /// <exception cref="GymException">The environment does not draw as text.</exception>
    string RenderText() => throw new GymException($"{Spec.Id} does not draw as text.");

    /// <summary>Writes the info of the last reset or step as one JSON object.</summary>
    void WriteInfo(Utf8JsonWriter writer);

    /// <summary>Writes everything that decides how the episode goes on, the generator included.</summary>
    void SaveState(BinaryWriter writer);

    /// <summary>Puts back what <see cref="SaveState"/> of the same environment with the same arguments wrote.</summary>
    void RestoreState(BinaryReader reader);

    /// <summary>Ends the use of the environment: another word for <see cref="IDisposable.Dispose"/>.</summary>
    void Close() => Dispose();
}
