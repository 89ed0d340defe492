using System.Text.Json;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// What environments with several agents share, whether they act in turn (<see cref="IAecEnv"/>) or all at once
/// (<see cref="IParallelEnv"/>). An agent is its index in <see cref="PossibleAgents"/>, everywhere and for good. Actions and
/// observations are rows of bytes as their space lays them out. Not thread-safe. Buffers belong to the caller and are not
/// kept; spans given out are valid until the next reset or step. Stepping, observing and rendering allocate nothing.
/// The semantics are PettingZoo's (Terry et al. 2021, pettingzoo.farama.org).
/// </summary>
public interface IMultiAgentEnv : IDisposable
{
    /// <summary>How it was registered.</summary>
    MultiAgentSpec Spec { get; }

    /// <summary>Names of all agents that can ever take part; never changes.</summary>
    IReadOnlyList<string> PossibleAgents { get; }

    /// <summary>The agents that still take part, in the order of <see cref="PossibleAgents"/>; empty when the episode is over.</summary>
    ReadOnlySpan<int> Agents { get; }

    /// <summary>The generator all its chance comes from.</summary>
    NumpyRandom Random { get; }

    /// <summary>The environment inside all wrappers and adapters, this one if there are none.</summary>
    IMultiAgentEnv Unwrapped => this;

    /// <summary>Size of a frame; 0 x 0 if it does not render.</summary>
    FrameSize FrameSize => default;

    /// <summary>The map, if the environment is a grid; else <c>null</c>.</summary>
    GridLayout? Grid => null;

    /// <summary>Whether <see cref="RenderText"/> draws.</summary>
    bool RendersText => false;

    Space ActionSpace(int agent);

    Space ObservationSpace(int agent);

    /// <summary>One entry per value of the agent's discrete action space, 1 where the action is legal now; empty if all are.</summary>
    ReadOnlySpan<sbyte> ActionMask(int agent) => default;

    /// <summary>Draws the present state: RGB, row-major, <see cref="FrameSize"/>.Bytes long.</summary>
    void Render(Span<byte> rgb) => throw new GymException($"{Spec.Id} does not render.");

    /// <exception cref="GymException">The environment does not draw as text.</exception>
    string RenderText() => throw new GymException($"{Spec.Id} does not draw as text.");

    /// <summary>Writes what the last reset or step has to say to one agent, as one JSON object.</summary>
    void WriteInfo(int agent, Utf8JsonWriter writer);

    /// <summary>Writes everything that decides how the episode goes on, the generator included.</summary>
    void SaveState(BinaryWriter writer);

    /// <summary>Puts back what <see cref="SaveState"/> of the same environment with the same arguments wrote.</summary>
    void RestoreState(BinaryReader reader);
}
