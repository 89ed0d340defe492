namespace Palestra.Telemetry;

/// <summary>The counters of a bus at one moment.</summary>
/// <param name="Capacity">Size of the ring in events.</param>
/// <param name="Published">Last bus sequence number given out.</param>
/// <param name="PublisherWaits">How often a publisher had to wait for a full blocking subscriber.</param>
/// <param name="Refused">How often <see cref="RunBus.TryPublish"/> found no room, or any publisher a completed bus.</param>
public sealed record BusStatus(
    int Capacity, long Published, long PublisherWaits, long Refused, IReadOnlyList<SubscriberStatus> Subscribers);

/// <summary>Where one subscriber stands.</summary>
/// <param name="Cursor">Last bus sequence number it is done with, those included that passed while it slept.</param>
/// <param name="Lag">Events it has still to see or to skip; 0 while it sleeps with nothing uncommitted.</param>
/// <param name="Dropped">Events that left before it could look at them, of every topic.</param>
/// <param name="Waiting">It is asleep until something is published.</param>
public sealed record SubscriberStatus(
    string Name, QueuePolicy Policy, Topics Topics, long Cursor, long Lag, long Dropped, bool Waiting);
