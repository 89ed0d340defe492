using Palestra.Telemetry;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Runs;

// Whether worker, link and storage are alive, and the heartbeats of the daemon's own components.
internal sealed partial class ActiveRun
{
    private readonly HealthFacts _health;
    private readonly HeartbeatRound _heartbeats;
    private long _beatAt;

    /// <summary>As it is now.</summary>
    public RunHealthView Health
    {
        get
        {
            var silence = _services.Clock.GetElapsedTime(Interlocked.Read(ref _lastSignStamp));
            var silent = silence > WorkerPatience;
            return _health.Look(
                WorkerAlive ? (true, $"Process {WorkerPid} lives.")
                    : (false, WorkerPid is { } pid ? $"Process {pid} has ended." : "No process of it is in sight."),
                (Connected && !silent, !Connected ? Sessions == 0 ? "No session yet." : "No session."
                    : silent ? $"A session, but silent for {silence.TotalSeconds:0} s." : "A session that is heard."),
                Pipeline.Stats.StalledReason is { } reason ? (false, reason)
                    : Pipeline.Writing.IsFaulted ? (false, Damaged ?? "The run's file cannot be used any more.")
                    : (true, "What comes is written."));
        }
    }

    /// <summary>The newest heartbeat of each of the daemon's components.</summary>
    public IReadOnlyList<HeartbeatView> Heartbeats => _heartbeats.Newest;

    private void Beat()
    {
        _ = Health;
        _heartbeats.Mark();
        if (_beatAt != 0 && _services.Clock.GetElapsedTime(_beatAt) < _services.Heartbeats.Interval)
        {
            return;
        }

        _beatAt = _services.Clock.GetTimestamp();
        _heartbeats.Beat(Pipeline.Stats, Frames?.LookAtLane()?.Figures);
    }
}
