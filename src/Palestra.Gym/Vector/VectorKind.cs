namespace Palestra.Gym.Vector;

/// <summary>How a vector environment does its work. All kinds give the same numbers.</summary>
public enum VectorKind
{
    /// <summary><see cref="Batched"/> where the environment has it, else <see cref="Sync"/>.</summary>
    Auto,

    /// <summary>One single environment for each slot, stepped one after the other.</summary>
    Sync,

    /// <summary>One single environment for each slot, stepped by several threads.</summary>
    Threaded,

    /// <summary>The state of all slots in arrays, component by component: built-in environments only.</summary>
    Batched,
}
