using Palestra.FastLane;
using Palestra.Settings;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Live;

/// <summary>
/// Reads the fast lane of one run for all its viewers, and only while there are any. Each viewer gets the newest frame,
/// at most at display rate; nothing is queued, so a slow browser costs nobody anything (P-OBSERVE). Thread-safe.
/// </summary>
internal sealed class FrameHub : IAsyncDisposable
{
    private const double MicrosecondsPerMillisecond = 1000;

    private readonly string _path;
    private readonly SettingsCell<LiveSettings> _live;
    private readonly SettingsCell<FastLaneSettings> _lane;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly HashSet<FrameViewer> _viewers = [];
    private FastLaneReader? _reader;
    private SharedFrame? _last;
    private Task _pump = Task.CompletedTask;
    private bool _pumping;
    private long _conflated;

    public FrameHub(string path, SettingsCell<LiveSettings> live, SettingsCell<FastLaneSettings> lane, TimeProvider clock)
    {
        _path = path;
        _live = live;
        _lane = lane;
        _clock = clock;
    }

    public int Viewers
    {
        get
        {
            lock (_lock)
            {
                return _viewers.Count;
            }
        }
    }

    /// <summary>Frames that were replaced by newer ones before their viewer fetched them.</summary>
    public long Conflated => Interlocked.Read(ref _conflated);

    /// <summary>Ends when the run or the daemon does.</summary>
    public CancellationToken Ending => _ending.Token;

    public FrameViewer Join()
    {
        var viewer = new FrameViewer(this);
        lock (_lock)
        {
            _viewers.Add(viewer);
            if (_last is not null)
            {
                viewer.Offer(_last);
            }

            if (!_pumping && !_ending.IsCancellationRequested)
            {
                _pumping = true;
                _pump = Task.Run(PumpAsync);
            }
        }

        return viewer;
    }

    public void Leave(FrameViewer viewer)
    {
        lock (_lock)
        {
            _viewers.Remove(viewer);
        }
    }

    /// <summary>The lane as the reader sees it now.</summary>
    public FastLaneView? Figures()
    {
        lock (_lock)
        {
            if (_ending.IsCancellationRequested)
            {
                return null;
            }

            var reader = Reader();
            var state = reader.Refresh();
            var stats = reader.Stats;
            return new FastLaneView
            {
                Connected = state == LaneState.Live,
                Width = reader.Width,
                Height = reader.Height,
                FramesWritten = stats.FramesWritten,
                FramesRead = stats.FramesRead,
                FramesSkipped = stats.FramesSkipped,
                Reconnects = stats.Reconnects,
                Depth = stats.Depth,
                AgeMs = stats.AgeUs < 0 ? null : stats.AgeUs / MicrosecondsPerMillisecond,
            };
        }
    }

    /// <summary>The same for one who only looks on: opens nothing that is not there.</summary>
    /// <returns><c>null</c> while there is no lane; else its figures, and why it is not connected.</returns>
    public (FastLaneView Figures, string? Reason)? LookAtLane()
    {
        lock (_lock)
        {
            return !_ending.IsCancellationRequested && IsThere() && Figures() is { } figures ? (figures, Reader().Reason) : null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _pump;
        lock (_lock)
        {
            _reader?.Dispose();
            _reader = null;
            _last?.Release();
            _last = null;
        }
    }

    // A look at the folder is cheaper than an attempt to open what is not there yet.
    private bool IsThere() => Reader().State != LaneState.Detached || File.Exists(_path);

    private FastLaneReader Reader() => _reader ??= FastLaneReader.Follow(_path, _lane, _clock);

    private static FrameSchedule Schedule(LiveSettings live, FastLaneSettings lane) =>
        new(live.RenderDelay, lane.LookInterval, lane.PollInterval);

    private async Task PumpAsync()
    {
        var (live, lane) = (_live.Value, _lane.Value);
        var schedule = Schedule(live, lane);
        var began = _clock.GetTimestamp();
        var refreshed = TimeSpan.MinValue;
        try
        {
            while (true)
            {
                if (!ReferenceEquals(live, _live.Value) || !ReferenceEquals(lane, _lane.Value))
                {
                    (live, lane) = (_live.Value, _lane.Value);
                    schedule = Schedule(live, lane);
                }

                TimeSpan wait;
                lock (_lock)
                {
                    if (_viewers.Count == 0)
                    {
                        _pumping = false;
                        return;
                    }

                    // A look at the writer costs more than one at its frames, and may be later.
                    var now = _clock.GetElapsedTime(began);
                    if (refreshed == TimeSpan.MinValue || now - refreshed >= lane.PollInterval)
                    {
                        refreshed = now;
                        _ = IsThere() ? Reader().Refresh() : LaneState.Detached;
                    }

                    Look(schedule, now);
                    wait = schedule.Wait(now, Reader().State == LaneState.Live);
                }

                await Task.Delay(wait, _clock, _ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The run ended.
        }
    }

    private void Look(FrameSchedule schedule, TimeSpan now)
    {
        if (schedule.IsDue(now) && Reader().TryGlance(out var number, out var age)
            && schedule.Wants(now, age) && SharedFrame.TryTake(Reader()) is { } frame)
        {
            schedule.Took(now, number, age);
            Show(frame);
        }
    }

    private void Show(SharedFrame frame)
    {
        _last?.Release();
        _last = frame;
        foreach (var viewer in _viewers)
        {
            if (viewer.Offer(frame))
            {
                Interlocked.Increment(ref _conflated);
            }
        }
    }
}
