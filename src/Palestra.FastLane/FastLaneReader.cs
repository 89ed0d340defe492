using System.IO.MemoryMappedFiles;
using Palestra.Settings;

namespace Palestra.FastLane;

/// <summary>
/// Follows the lane at a path: takes the newest whole frame, comes over when a new writer replaces the segment, and
/// says when the writer is gone. It maps read-only and never removes or changes the writer's file. Nothing it finds
/// there is an exception: <see cref="State"/> and <see cref="Reason"/> say what is wrong. Not thread-safe.
/// </summary>
public sealed unsafe partial class FastLaneReader : IDisposable
{
    private readonly string _path;
    private readonly SettingsCell<FastLaneSettings> _settings;
    private readonly TimeProvider _clock;
    private MappedLane? _lane;
    private long _generation;
    private long _lastNumber;
    private long _attachments;
    private long _read;
    private long _skipped;
    private long _torn;
    private long _ageUs = -1;
    private long _beat;
    private long _beatSeenAt;
    private bool _beats;

    private FastLaneReader(string path, SettingsCell<FastLaneSettings> settings, TimeProvider clock)
    {
        _path = path;
        _settings = settings;
        _clock = clock;
    }

    /// <summary>Why <see cref="State"/> is what it is, as a sentence; <c>null</c> while live.</summary>
    public string? Reason { get; private set; } = "Not looked yet.";

    /// <summary>As found by the last read or <see cref="Refresh"/>.</summary>
    public LaneState State { get; private set; } = LaneState.Detached;

    /// <summary>Bytes of one frame of the present segment; 0 while detached. May change when a new writer takes over.</summary>
    public int FrameBytes => _lane?.Geometry.FrameBytes ?? 0;

    public int Width => _lane?.Geometry.Width ?? 0;

    public int Height => _lane?.Geometry.Height ?? 0;

    public int Channels => _lane?.Geometry.Channels ?? 0;

    public LaneStats Stats
    {
        get
        {
            var head = Head();
            return new(head, _read, _skipped, _torn, Math.Max(0, _attachments - 1), Math.Max(0, head - _lastNumber), _ageUs);
        }
    }

    /// <summary>A reader of the path, whether or not there is a lane yet.</summary>
    public static FastLaneReader Follow(string path, FastLaneSettings? settings = null, TimeProvider? clock = null) =>
        Follow(path, new SettingsCell<FastLaneSettings>(settings ?? new FastLaneSettings()), clock ?? TimeProvider.System);

    /// <inheritdoc cref="Follow(string, FastLaneSettings?, TimeProvider?)"/>
    public static FastLaneReader Follow(string path, SettingsCell<FastLaneSettings> settings, TimeProvider clock)
    {
        var reader = new FastLaneReader(path, settings, clock);
        reader.Refresh();
        return reader;
    }

    /// <returns>A reader attached to a lane, or <c>null</c> and the reason why there is none.</returns>
    public static FastLaneReader? TryAttach(
        string path, out string? reason, FastLaneSettings? settings = null, TimeProvider? clock = null)
    {
        var reader = Follow(path, settings, clock);
        reason = reader.Reason;
        if (reader._lane is not null)
        {
            return reader;
        }

        reader.Dispose();
        return null;
    }

    /// <summary>Looks at the writer: attaches, comes over to a new segment, notices an end or a death.</summary>
    public LaneState Refresh()
    {
        if (_lane is null)
        {
            Attach();
            return State;
        }

        if (!_lane.IsWhole)
        {
            Detach("The segment was cut short while it was mapped.");
            return State;
        }

        (State, Reason) = Examine(_lane);
        if (State is not LaneState.Live)
        {
            Attach();
        }

        return State;
    }

    public void Dispose()
    {
        _lane?.Dispose();
        _lane = null;
        (State, Reason) = (LaneState.Detached, "The reader was disposed.");
    }

    private (LaneState State, string? Reason) Examine(MappedLane lane)
    {
        var flags = Volatile.Read(ref *(uint*)(lane.Header + LaneLayout.FlagsAt));
        if ((flags & LaneLayout.Invalidated) != 0)
        {
            return (LaneState.Invalidated, "A new writer has taken over this lane.");
        }

        if ((flags & LaneLayout.Ended) != 0)
        {
            return (LaneState.Ended, "The writer has ended.");
        }

        // The heartbeat is the cheap sign of life; only when it has stopped is the process itself asked. That it changes
        // is the sign, and not how old it says it is: two processes need not agree on the time, and a clock may jump.
        var beat = Volatile.Read(ref *(long*)(lane.Header + LaneLayout.HeartbeatAt));
        if (beat != _beat)
        {
            (_beat, _beatSeenAt, _beats) = (beat, _clock.GetTimestamp(), true);
        }

        var silence = _clock.GetElapsedTime(_beatSeenAt);
        if (_beats && silence < _settings.Value.TrustedHeartbeat)
        {
            return (LaneState.Live, null);
        }

        var pid = *(int*)(lane.Header + LaneLayout.WriterPidAt);
        if (ProcessIdentity.StartOf(pid) != *(long*)(lane.Header + LaneLayout.WriterStartAt))
        {
            return (LaneState.WriterGone, $"The writer, process {pid}, is gone.");
        }

        return silence > _settings.Value.HeartbeatTimeout
            ? (LaneState.WriterGone, $"The writer, process {pid}, has not been heard of for {(long)silence.TotalSeconds} s.")
            : (LaneState.Live, null);
    }

    private void Attach()
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            Span<byte> header = stackalloc byte[LaneLayout.HeaderBytes];
            var read = RandomAccess.Read(file.SafeFileHandle, header, 0);
            var problem = LaneLayout.Parse(header[..read], file.Length, out var geometry);
            var generation = problem is null ? BitConverter.ToInt64(header[LaneLayout.GenerationAt..]) : 0;
            if (problem is not null || (_lane is not null && generation == _generation))
            {
                Stay(problem);
                return;
            }

            var fresh = MappedLane.Map(file, geometry, MemoryMappedFileAccess.Read);
            file = null;
            _lane?.Dispose();
            (_lane, _generation, _lastNumber) = (fresh, generation, 0);
            _attachments++;
            (_beat, _beatSeenAt, _beats) = (Volatile.Read(ref *(long*)(fresh.Header + LaneLayout.HeartbeatAt)), _clock.GetTimestamp(), false);
            (State, Reason) = Examine(fresh);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Stay(e is FileNotFoundException or DirectoryNotFoundException
                ? $"There is no fast lane at '{_path}'."
                : $"The fast lane '{_path}' cannot be read: {e.Message}");
        }
        finally
        {
            file?.Dispose();
        }
    }

    private void Stay(string? problem)
    {
        if (_lane is null)
        {
            (State, Reason) = (LaneState.Detached, problem);
        }
    }

    private void Detach(string reason)
    {
        _lane?.Dispose();
        _lane = null;
        (State, Reason) = (LaneState.Detached, reason);
    }
}
