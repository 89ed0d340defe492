namespace Palestra.Cli.Chaos;

/// <summary>One way in which things go wrong.</summary>
internal interface IFault
{
    /// <summary>As the report names it.</summary>
    string Name { get; }

    /// <summary>Why it cannot be done here; <c>null</c> if it can.</summary>
    string? Unavailable(ChaosStage stage) => null;

    /// <summary>Does it and takes it back: what returns is a world in which everything could work again.</summary>
    /// <returns>Whether there was anything to do it to.</returns>
    /// <exception cref="ChaosException">Something did not survive it.</exception>
    Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel);
}
