namespace Palestra.Telemetry;

/// <summary>What happens when a subscriber is <see cref="QueuePolicy.Capacity"/> events behind.</summary>
public enum OnFull : byte
{
    /// <summary>It loses the oldest and is told how many. It can never delay a publisher.</summary>
    DropOldest = 1,

    /// <summary>Publishers wait for it. It never loses an event.</summary>
    Block = 2,
}

/// <summary>How far a subscriber may fall behind, and what happens then.</summary>
/// <param name="Capacity">In events of the bus, whatever their topic: 1 to the capacity of the ring.</param>
/// <param name="OnFull">What happens to an event that finds the subscriber full.</param>
public readonly record struct QueuePolicy(int Capacity, OnFull OnFull)
{
    /// <summary>
    /// <c>false</c>: a read or wait gives up what the read before it returned. <c>true</c>: only <see cref="BusCursor.Commit()"/>
    /// does, so that a subscriber which writes to disk keeps its place in the ring until the write is safe.
    /// </summary>
    public bool ManualCommit { get; init; }

    public static QueuePolicy DropOldest(int capacity) => new(capacity, OnFull.DropOldest);

    public static QueuePolicy Block(int capacity) => new(capacity, OnFull.Block);

    /// <summary>Blocks, and frees slots only on an explicit <see cref="BusCursor.Commit()"/>.</summary>
    public static QueuePolicy Durable(int capacity) => new(capacity, OnFull.Block) { ManualCommit = true };
}
