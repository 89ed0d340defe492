namespace Palestra.FastLane;

/// <summary>What a reader knows about the other end of its lane.</summary>
public enum LaneState
{
    /// <summary>No usable segment at the path (yet); the reader's reason says why.</summary>
    Detached,

    /// <summary>Attached, and the writer lives.</summary>
    Live,

    /// <summary>The writer said that it is done. The last frame stays readable.</summary>
    Ended,

    /// <summary>The writer's process is gone or its heartbeat is stale. The last frame stays readable.</summary>
    WriterGone,

    /// <summary>A new writer has taken over the path; the reader attaches to its segment as soon as it is complete.</summary>
    Invalidated,
}
