using Palestra.Trainer.Api;

namespace Palestra.Cli.Chaos;

/// <summary>
/// The wall clock jumps by hours, one way and then, by other hours, the other way: that of the daemon, of a worker, or of
/// the machine, which is that of all. It stays where it was put. Nothing may take it for a silence.
/// </summary>
internal sealed class ClockJump : IFault
{
    public string Name => "clock-jump";

    public async Task<bool> InjectAsync(ChaosStage stage, CancellationToken cancel)
    {
        if (Whose(stage) is not { } move)
        {
            return false;
        }

        var before = (await stage.Look(cancel)).Runs.Where(run => Complaint(run) is null).ToList();
        var sign = stage.Dice.Below(2) == 0 ? 1 : -1;
        foreach (var direction in (int[])[sign, -sign])
        {
            move(direction * stage.Dice.Between(stage.Times.Jump));
            await stage.LastAsync(cancel);
            foreach (var run in before)
            {
                stage.Problems.AddIfAny(await ComplaintAsync(stage, run, cancel));
            }
        }

        return true;
    }

    private static Action<TimeSpan>? Whose(ChaosStage stage)
    {
        switch (stage.Dice.Below(3))
        {
            case 0:
                return by => stage.Clocks.Move(stage.Daemon.Pid, by);
            case 1:
                return stage.Victim() is { } run ? by => stage.Clocks.Move(run.WorkerPid!.Value, by) : null;
            default:
                return stage.Clocks.MoveAll;
        }
    }

    /// <summary>A run that was well before the jump is well after it, or it has ended.</summary>
    private static async Task<string?> ComplaintAsync(ChaosStage stage, PipelineView before, CancellationToken cancel)
    {
        string? first = null;
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var now = (await stage.Look(cancel)).Runs.FirstOrDefault(run => run.RunId == before.RunId);
            if (now is null || now.State is "TERM" or "FAULT")
            {
                return null;
            }

            first ??= Complaint(now) ?? (now.Link.Sessions != before.Link.Sessions ? "its worker had to come again" : null);
            if (first is null)
            {
                return null;
            }

            if (TimeProvider.System.GetElapsedTime(since) > stage.Times.EndingPatience)
            {
                return $"Run '{before.RunId}' was well before a clock jumped, and then {first}.";
            }

            await Task.Delay(stage.Times.Poll, TimeProvider.System, cancel);
        }
    }

    private static string? Complaint(PipelineView run) =>
        !run.Health.Worker.Alive ? $"its worker was said to be dead: {run.Health.Worker.Detail}"
        : !run.Health.Link.Alive ? $"its link was said to be dead: {run.Health.Link.Detail}"
        : !run.Health.Storage.Alive ? $"its storage was said to be dead: {run.Health.Storage.Detail}"
        : run.Heartbeats.FirstOrDefault(beat => beat.Stalled) is { } beat ? $"'{beat.Component}' was said to be stalled"
        : run.FastLane is { Connected: false } ? "its fast lane was said to be gone"
        : null;
}
