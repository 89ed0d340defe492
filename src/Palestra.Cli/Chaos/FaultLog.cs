namespace Palestra.Cli.Chaos;

/// <summary>How often one fault was done and how it went. Not thread-safe.</summary>
internal sealed class FaultLog(IFault fault, string? skipped)
{
    private int _injected;
    private int _survived;
    private TimeSpan? _longest;

    public IFault Fault { get; } = fault;

    public bool CanBeDone => skipped is null;

    public FaultTally Tally => new(Fault.Name, _injected, _survived, _longest is { } longest ? Math.Round(longest.TotalSeconds, 2) : null, skipped);

    public void Add(bool survived, TimeSpan recovery)
    {
        _injected++;
        _survived += survived ? 1 : 0;
        _longest = _longest > recovery ? _longest : recovery;
    }
}
