using System.Text.Json;

namespace Palestra.Gym.Vector;

/// <summary>
/// Several environments of one kind, stepped together. Each is a slot with a generator of its own, and plays what a single
/// environment with the slot's seed plays, number for number (P-SEED). Rows lie back to back: slot i has the bytes from
/// i times the row on. Buffers belong to the caller, have exactly the length of all rows and are not kept; a step
/// allocates nothing. Not thread-safe.
/// </summary>
public interface IVectorEnv : IDisposable
{
    /// <summary>How the environment of each slot was registered.</summary>
    EnvSpec Spec { get; }

    /// <summary>How many slots.</summary>
    int Count { get; }

    AutoresetMode AutoresetMode { get; }

    /// <summary>The actions of one slot.</summary>
    Space SingleActionSpace { get; }

    /// <summary>The observations of one slot.</summary>
    Space SingleObservationSpace { get; }

    /// <summary>The actions of all slots as one value, as Gymnasium batches them; a composite becomes a tuple of its copies.</summary>
    Space ActionSpace { get; }

    /// <inheritdoc cref="ActionSpace"/>
    Space ObservationSpace { get; }

    /// <summary>Size of a frame of one slot; 0 x 0 if it does not render.</summary>
    FrameSize FrameSize { get; }

    /// <summary>Whether <see cref="RenderText"/> draws.</summary>
    bool RendersText { get; }

    /// <summary>Starts an episode in every slot, or in those the mask names.</summary>
    /// <param name="seed">Slot i is seeded with seed + i; <c>null</c> lets all generators go on from where they are.</param>
    /// <param name="observations">Receives the first observations; rows of other slots stay as they are.</param>
    /// <param name="options">Reset options of the environment, the same for all slots, or <c>null</c>.</param>
    /// <param name="mask">One entry for each slot, at least one of them true; empty is all slots (Gymnasium's <c>reset_mask</c>).</param>
    /// <exception cref="SlotException">A slot refused; the others are reset.</exception>
    void Reset(ulong? seed, Span<byte> observations, ParameterValues? options = null, ReadOnlySpan<bool> mask = default);

    /// <inheritdoc cref="Reset"/>
    /// <summary>As <see cref="Reset"/>, with a seed for each slot.</summary>
    /// <param name="seeds">One entry for each slot; <c>null</c> lets the slot's generator go on.</param>
    void ResetEach(
        ReadOnlySpan<ulong?> seeds, Span<byte> observations, ParameterValues? options = null, ReadOnlySpan<bool> mask = default);

    /// <summary>Takes one action in every slot; ends of episodes are treated as <see cref="AutoresetMode"/> says.</summary>
    /// <exception cref="SlotException">
    /// Before the first reset, with an action outside the space, or with an ended slot where autoreset is disabled: no slot
    /// has moved. Or the environment of a slot threw: all others have moved and go on unharmed.
    /// </exception>
    void Step(
        ReadOnlySpan<byte> actions, Span<byte> observations, Span<double> rewards, Span<bool> terminated, Span<bool> truncated);

    /// <summary>Whether the last step ended an episode of the slot and has already begun the next (<see cref="AutoresetMode.SameStep"/>).</summary>
    bool HasFinal(int slot);

    /// <summary>The last observation of the episode that the last step ended. Valid until the next step or reset.</summary>
    /// <exception cref="SlotException"><see cref="HasFinal"/> is false.</exception>
    ReadOnlySpan<byte> FinalObservation(int slot);

    /// <summary>Writes the last info of the episode that the last step ended as one JSON object.</summary>
    /// <exception cref="SlotException"><see cref="HasFinal"/> is false.</exception>
    void WriteFinalInfo(int slot, Utf8JsonWriter writer);

    /// <summary>Writes the info of the slot's last reset or step as one JSON object.</summary>
    void WriteInfo(int slot, Utf8JsonWriter writer);

    /// <summary>
    /// One entry per value of a discrete action space, 1 where the action changes something in the slot's present state;
    /// empty if the environment does not say. Valid until the next call.
    /// </summary>
    ReadOnlySpan<sbyte> ActionMask(int slot);

    /// <summary>Draws a slot's present state: RGB, row-major, <see cref="FrameSize"/>.Bytes long.</summary>
    void Render(int slot, Span<byte> rgb);

    /// <inheritdoc cref="IEnv.RenderText"/>
    string RenderText(int slot);

    /// <summary>
    /// Writes everything that decides how all slots go on, the generators included; what the last step said about ends is
    /// not part of it. The bytes are the same for every kind of vector.
    /// </summary>
    void SaveState(BinaryWriter writer);

    /// <summary>Puts back what a vector of the same environment, arguments and number of slots wrote, of whatever kind.</summary>
    void RestoreState(BinaryReader reader);
}
