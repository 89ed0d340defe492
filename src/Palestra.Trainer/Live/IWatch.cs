namespace Palestra.Trainer.Live;

/// <summary>Something a viewer watches: makes at most one message at a time, and only when something changed.</summary>
internal interface IWatch : IDisposable
{
    /// <summary>Least time between two messages.</summary>
    TimeSpan Interval { get; }

    /// <summary>The next message, or <c>null</c> when there is nothing new. Called from one task at a time.</summary>
    object? Next();
}
