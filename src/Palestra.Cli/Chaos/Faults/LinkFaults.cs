namespace Palestra.Cli.Chaos;

/// <summary>A fault of the wire between workers and daemon, for a while.</summary>
internal abstract class LinkFault : IFault
{
    public abstract string Name { get; }

    public async Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        Break(stage);
        try
        {
            await stage.LastAsync(cancel);
        }
        finally
        {
            stage.Link.Mend();
        }

        return true;
    }

    protected abstract void Break(ChaosStage stage);
}

/// <summary>Connections are reset, and new ones too.</summary>
internal sealed class CutLink : LinkFault
{
    public override string Name => "cut-link";

    protected override void Break(ChaosStage stage) => stage.Link.Cut();
}

/// <summary>Nothing arrives and nobody is told.</summary>
internal sealed class StalledLink : LinkFault
{
    public override string Name => "stalled-link";

    protected override void Break(ChaosStage stage) => stage.Link.Stall();
}

/// <summary>Everything arrives late and slowly.</summary>
internal sealed class DelayedLink : LinkFault
{
    public override string Name => "delayed-link";

    protected override void Break(ChaosStage stage) => stage.Link.Lateness = stage.Dice.Between(stage.Times.Lateness);
}
