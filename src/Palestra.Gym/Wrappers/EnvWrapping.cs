using System.Runtime.InteropServices;
using Palestra.Gym.Checking;
using Palestra.Gym.Wrappers;

namespace Palestra.Gym;

/// <summary>
/// Wrapping, one after the other: <c>registry.Make("Pendulum-v1").RescaleAction(-1, 1).NormalizeObservation()</c>. Each call
/// returns the new outermost environment, which owns the one inside.
/// </summary>
public static class EnvWrapping
{
    public static TimeLimit TimeLimit(this IEnv env, int maxEpisodeSteps) => new(env, maxEpisodeSteps);

    public static OrderEnforcing OrderEnforcing(this IEnv env) => new(env);

    /// <inheritdoc cref="Wrappers.PassiveEnvChecker"/>
    public static PassiveEnvChecker PassiveEnvChecker(this IEnv env, Action<EnvFinding> report) => new(env, report);

    public static Autoreset Autoreset(this IEnv env) => new(env);

    /// <inheritdoc cref="Wrappers.RecordEpisodeStatistics(IEnv, TimeProvider, int, string)"/>
    [NotTunable("Gymnasium's constructor has this default; a caller gives another.")]
    public static RecordEpisodeStatistics RecordEpisodeStatistics(this IEnv env, TimeProvider time, int bufferLength = 100) =>
        new(env, time, bufferLength);

    public static ClipAction ClipAction(this IEnv env) => new(env);

    public static RescaleAction RescaleAction(this IEnv env, double minAction, double maxAction) => new(env, minAction, maxAction);

    public static TransformAction TransformAction(this IEnv env, RowTransform transform, Space? space = null) =>
        new(env, transform, space);

    /// <summary>The same with typed actions: any unmanaged types with the bytes of a row.</summary>
    /// <param name="space">The space of the caller's actions; <c>null</c> if it stays the same.</param>
    /// <exception cref="GymException">The types do not have the size of the rows.</exception>
    public static TransformAction TransformAction<TFrom, TTo>(this IEnv env, Func<TFrom, TTo> transform, Space? space = null)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        ArgumentNullException.ThrowIfNull(env);
        RowLayout.Check<TFrom>(space ?? env.ActionSpace, "action");
        RowLayout.Check<TTo>(env.ActionSpace, "action");
        return new(env, Typed(transform), space);
    }

    public static TransformObservation TransformObservation(this IEnv env, RowTransform transform, Space? space = null) =>
        new(env, transform, space);

    /// <summary>The same with typed observations: any unmanaged types with the bytes of a row.</summary>
    /// <param name="space">The space of the results; <c>null</c> if it stays the same.</param>
    /// <exception cref="GymException">The types do not have the size of the rows.</exception>
    public static TransformObservation TransformObservation<TFrom, TTo>(this IEnv env, Func<TFrom, TTo> transform, Space? space = null)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        ArgumentNullException.ThrowIfNull(env);
        RowLayout.Check<TFrom>(env.ObservationSpace, "observation");
        RowLayout.Check<TTo>(space ?? env.ObservationSpace, "observation");
        return new(env, Typed(transform), space);
    }

    public static TransformReward TransformReward(this IEnv env, Func<double, double> transform) => new(env, transform);

    public static ClipReward ClipReward(this IEnv env, double? minReward = null, double? maxReward = null) =>
        new(env, minReward, maxReward);

    /// <inheritdoc cref="Wrappers.NormalizeReward(IEnv, double, double)"/>
    [NotTunable("Gymnasium's constructor has these defaults; a caller gives others.")]
    public static NormalizeReward NormalizeReward(this IEnv env, double gamma = 0.99, double epsilon = 1e-8) =>
        new(env, gamma, epsilon);

    /// <inheritdoc cref="Wrappers.NormalizeObservation(IEnv, double)"/>
    [NotTunable("Gymnasium's constructor has this default; a caller gives another.")]
    public static NormalizeObservation NormalizeObservation(this IEnv env, double epsilon = 1e-8) => new(env, epsilon);

    public static FrameStackObservation FrameStackObservation(this IEnv env, int stackSize, FramePadding padding = FramePadding.Reset) =>
        new(env, stackSize, padding);

    public static FlattenObservation FlattenObservation(this IEnv env) => new(env);

    public static TimeAwareObservation TimeAwareObservation(this IEnv env, bool flatten = true, bool normalizeTime = false) =>
        new(env, flatten, normalizeTime);

    private static RowTransform Typed<TFrom, TTo>(Func<TFrom, TTo> transform)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        ArgumentNullException.ThrowIfNull(transform);
        return (from, to) => MemoryMarshal.Write(to, transform(MemoryMarshal.Read<TFrom>(from)));
    }
}
