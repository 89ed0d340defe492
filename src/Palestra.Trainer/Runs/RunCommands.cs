using Palestra.Storage;

namespace Palestra.Trainer.Runs;

/// <summary>What was asked of a run and must survive a lost link: told again to each session of its worker. Thread-safe.</summary>
internal sealed class RunCommands(double rateHz, bool paused)
{
    private readonly Lock _lock = new();
    private double _rateHz = rateHz;
    private bool _paused = paused;
    private TelemetryMode? _mode;
    private string? _stopReason;
    private long _stopStamp;
    private bool _now;

    /// <summary>What an earlier daemon was asked for and kept with the run.</summary>
    public static RunCommands From(RunManifest manifest, bool paused, IReadOnlyDictionary<string, double> figures) =>
        new(CommandFigures.RateHz(figures) ?? manifest.RateHz, paused) { Mode = CommandFigures.Mode(figures) };

    /// <summary>To be kept with the run, so that the next daemon tells its worker the same.</summary>
    public IReadOnlyDictionary<string, double> Figures
    {
        get
        {
            lock (_lock)
            {
                return CommandFigures.Of(_rateHz, _mode);
            }
        }
    }

    public double RateHz
    {
        get
        {
            lock (_lock)
            {
                return _rateHz;
            }
        }

        set
        {
            lock (_lock)
            {
                _rateHz = value;
            }
        }
    }

    public bool Paused
    {
        get
        {
            lock (_lock)
            {
                return _paused;
            }
        }

        set
        {
            lock (_lock)
            {
                _paused = value;
            }
        }
    }

    /// <summary>The telemetry mode that was asked for, or that the worker said it has; <c>null</c> before either.</summary>
    public TelemetryMode? Mode
    {
        get
        {
            lock (_lock)
            {
                return _mode;
            }
        }

        set
        {
            lock (_lock)
            {
                _mode = value;
            }
        }
    }

    /// <summary>Why the run shall stop; <c>null</c> if nobody asked.</summary>
    public string? StopReason
    {
        get
        {
            lock (_lock)
            {
                return _stopReason;
            }
        }
    }

    /// <summary>A second stop waits for nothing.</summary>
    public bool StopNow
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    public void Stop(string reason, TimeProvider clock)
    {
        lock (_lock)
        {
            _now = _stopReason is not null;
            _stopReason ??= reason;
            _stopStamp = _stopStamp == 0 ? clock.GetTimestamp() : _stopStamp;
        }
    }

    public TimeSpan SinceStop(TimeProvider clock)
    {
        lock (_lock)
        {
            return _stopReason is null ? TimeSpan.Zero : clock.GetElapsedTime(_stopStamp);
        }
    }
}
