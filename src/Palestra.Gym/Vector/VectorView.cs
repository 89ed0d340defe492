using System.Runtime.InteropServices;

namespace Palestra.Gym.Vector;

/// <summary>
/// A typed face for any <see cref="IVectorEnv"/>: actions and observations are spans of any unmanaged type whose bytes are a
/// row, one for each slot. Owns the vector. Buffers are the caller's; allocates nothing per step. Not thread-safe.
/// </summary>
public sealed class VectorView<TObs, TAct> : IDisposable
    where TObs : unmanaged
    where TAct : unmanaged
{
    /// <exception cref="GymException">The size of a type is not that of a row of its space.</exception>
    public VectorView(IVectorEnv vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        RowLayout.Check<TObs, TAct>(vector.SingleActionSpace, vector.SingleObservationSpace);
        Untyped = vector;
    }

    public IVectorEnv Untyped { get; }

    public EnvSpec Spec => Untyped.Spec;

    public int Count => Untyped.Count;

    /// <inheritdoc cref="IVectorEnv.Reset"/>
    public void Reset(ulong? seed, Span<TObs> observations, ParameterValues? options = null, ReadOnlySpan<bool> mask = default) =>
        Untyped.Reset(seed, MemoryMarshal.AsBytes(observations), options, mask);

    /// <inheritdoc cref="IVectorEnv.ResetEach"/>
    public void ResetEach(
        ReadOnlySpan<ulong?> seeds, Span<TObs> observations, ParameterValues? options = null, ReadOnlySpan<bool> mask = default) =>
        Untyped.ResetEach(seeds, MemoryMarshal.AsBytes(observations), options, mask);

    /// <inheritdoc cref="IVectorEnv.Step"/>
    public void Step(
        ReadOnlySpan<TAct> actions, Span<TObs> observations, Span<double> rewards, Span<bool> terminated, Span<bool> truncated) =>
        Untyped.Step(MemoryMarshal.AsBytes(actions), MemoryMarshal.AsBytes(observations), rewards, terminated, truncated);

    /// <inheritdoc cref="IVectorEnv.HasFinal"/>
    public bool HasFinal(int slot) => Untyped.HasFinal(slot);

    /// <inheritdoc cref="IVectorEnv.FinalObservation"/>
    public TObs FinalObservation(int slot) => MemoryMarshal.Read<TObs>(Untyped.FinalObservation(slot));

    public ReadOnlySpan<sbyte> ActionMask(int slot) => Untyped.ActionMask(slot);

    public void Dispose() => Untyped.Dispose();
}
