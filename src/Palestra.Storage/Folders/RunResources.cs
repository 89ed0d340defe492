namespace Palestra.Storage;

/// <summary>
/// What a run reserves of its machine. The daemon starts a run once so much is free; nothing holds the worker to it.
/// </summary>
/// <param name="Cpus">Processors.</param>
/// <param name="MemoryMb">Memory in MiB.</param>
/// <param name="Gpus">Graphics processors.</param>
public sealed record RunResources(int Cpus, int MemoryMb, int Gpus);
