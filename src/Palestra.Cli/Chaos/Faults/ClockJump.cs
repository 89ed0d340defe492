namespace Palestra.Cli.Chaos;

/// <summary>The wall clock jumps. Named here so that the report says that it was not tried.</summary>
internal sealed class ClockJump : IFault
{
    public string Name => "clock-jump";

    public string Unavailable(ChaosStage stage) => "the wall clock of one process cannot be moved without moving that of the whole machine";

    public Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel) => Task.FromResult(false);
}
