using System.Text.Json;

namespace Palestra.Gym.Vector;

/// <summary>Vector environments by id.</summary>
public static class VectorRegistry
{
    /// <summary>
    /// Makes a vector of <paramref name="count"/> environments, each as <see cref="EnvRegistry.Make(string, IReadOnlyDictionary{string, JsonElement}?)"/>
    /// makes it: with the time limit of its id and all checks.
    /// </summary>
    /// <param name="count">How many slots, 1 or more.</param>
    /// <param name="args">Constructor arguments by name, the same for all slots; <c>null</c> is all defaults.</param>
    /// <param name="parallelism">
    /// Threads that work on a call, the caller's included: at most as many as slots. <c>null</c> is as many as processors for
    /// <see cref="VectorKind.Threaded"/> and 1 otherwise. With more than 1, <see cref="VectorKind.Auto"/> is
    /// <see cref="VectorKind.Threaded"/> where nothing is batched.
    /// </param>
    /// <exception cref="UnknownIdException">No such id.</exception>
    /// <exception cref="ParameterException">An argument is unknown or out of range.</exception>
    /// <exception cref="GymException">The count or parallelism is not possible, or the environment cannot be batched.</exception>
    public static VectorEnv MakeVector(
        this EnvRegistry registry,
        string id,
        int count,
        VectorKind kind = VectorKind.Auto,
        AutoresetMode mode = AutoresetMode.NextStep,
        IReadOnlyDictionary<string, JsonElement>? args = null,
        int? parallelism = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        VectorEnv.CheckCount(count);
        var threads = VectorEnv.CheckParallelism(parallelism);
        if (kind == VectorKind.Sync && parallelism > 1)
        {
            throw new GymException($"A synchronous vector has no threads but the caller's: parallelism must be 1 or left out, not {parallelism}.");
        }

        // The first checks everything, and warns once of an id that should not be used.
        var first = (GuardedEnv)registry.Make(id, args);
        if (kind is VectorKind.Auto or VectorKind.Batched && BatchedFamilies.TryMake(first, count, mode) is { } slots)
        {
            return new BatchedVectorEnv(slots, parallelism ?? 1);
        }

        switch (kind)
        {
            case VectorKind.Batched:
                first.Dispose();
                throw new GymException($"{id} cannot be batched: only built-in environments can; take {VectorKind.Sync} or {VectorKind.Threaded}.");
            case VectorKind.Threaded:
            case VectorKind.Auto when parallelism > 1:
                return new ThreadedVectorEnv(count, Make, mode, threads);
            default:
                return new SyncVectorEnv(count, Make, mode);
        }

        IEnv Make(int slot) => slot == 0
            ? first
            : new GuardedEnv(first.Spec.Create(ParameterValues.Parse(first.Spec.Parameters, args, id)), first.Spec);
    }

    /// <inheritdoc cref="MakeVector(EnvRegistry, string, int, VectorKind, AutoresetMode, IReadOnlyDictionary{string, JsonElement}?, int?)"/>
    /// <exception cref="GymException">The types do not have the size of the rows.</exception>
    public static VectorView<TObs, TAct> MakeVector<TObs, TAct>(
        this EnvRegistry registry,
        string id,
        int count,
        VectorKind kind = VectorKind.Auto,
        AutoresetMode mode = AutoresetMode.NextStep,
        IReadOnlyDictionary<string, JsonElement>? args = null,
        int? parallelism = null)
        where TObs : unmanaged
        where TAct : unmanaged
    {
        var vector = registry.MakeVector(id, count, kind, mode, args, parallelism);
        try
        {
            return new VectorView<TObs, TAct>(vector);
        }
        catch
        {
            vector.Dispose();
            throw;
        }
    }
}
