using Palestra.FastLane;
using Palestra.Gym;
using Palestra.Telemetry;
using Palestra.Worker.Loop;

namespace Palestra.Worker.Frames;

/// <summary>
/// Renders the shown slot and publishes it, at most <c>fast_lane.publish_hz</c> times a second whatever the speed of the
/// run. Whatever goes wrong here is logged once and ends the frames, never the run. The loop's thread renders;
/// <see cref="Heartbeat"/> may come from another.
/// </summary>
internal sealed class FramePublisher(string? path, FastLaneSettings settings, TimeProvider clock, WorkerLog log, LaneSwitch lanes) : IDisposable
{
    private readonly long _periodUs = (long)(1e6 / settings.PublishHz);
    private readonly Lock _gate = new();
    private FastLaneWriter? _writer;
    private byte[] _frame = [];
    private long _nextUs;
    private bool _stale;
    private bool _off = path is null;

    public long Published { get; private set; }

    /// <summary>A step of the shown slot was taken: publishes it if a frame is due.</summary>
    public void Offer(IEnv env, RunFigures figures)
    {
        if (_off || !lanes.Shows)
        {
            return;
        }

        var nowUs = figures.LastStepUs;
        if (nowUs < _nextUs)
        {
            _stale = true;
            return;
        }

        // From the due time, not from now, so that the mean rate is kept; a late run does not catch up.
        _nextUs = nowUs - _nextUs > _periodUs ? nowUs + _periodUs : _nextUs + _periodUs;
        Publish(env, figures);
    }

    /// <summary>The loop rests or ends: what was left out last is shown now.</summary>
    public void Finish(IEnv env, RunFigures figures)
    {
        if (_stale && !_off && lanes.Shows)
        {
            Publish(env, figures);
        }
    }

    public void Heartbeat()
    {
        lock (_gate)
        {
            _writer?.Heartbeat();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _off = true;
            _writer?.Dispose();
            _writer = null;
        }
    }

    private void Publish(IEnv env, RunFigures figures)
    {
        _stale = false;
        figures.Observer.Enter(LoopSection.FastLane);
#pragma warning disable CA1031 // Rendering is foreign code, and frames are never worth a run.
        try
        {
            var size = env.FrameSize;
            if (!size.CanRender)
            {
                _off = true;
                return;
            }

            Prepare(size);
            env.Render(_frame);
            _writer!.Publish(_frame, new FrameHud(0, figures.LastReward, figures.RollingReturn, figures.StepsPerSecond));
            Published++;
        }
        catch (Exception e)
        {
            _off = true;
            log.Add(LogIds.FastLaneWriterError.Create(UnixTime.NowUs(clock), e.Message));
        }
        finally
        {
            figures.Observer.Leave();
        }
#pragma warning restore CA1031
    }

    private void Prepare(FrameSize size)
    {
        if (_writer is { } writer && writer.Width == size.Width && writer.Height == size.Height)
        {
            return;
        }

        lock (_gate)
        {
            var old = _writer;
            _writer = FastLaneWriter.Create(path!, size.Width, size.Height, 3, settings.Capacity, clock);
            old?.Dispose();
        }

        _frame = new byte[size.Bytes];
    }
}
