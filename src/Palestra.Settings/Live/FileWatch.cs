namespace Palestra.Settings;

/// <summary>
/// Calls back when a file has changed and then stayed the same for a while: editors write in pieces, or replace the file
/// by another. Notices of the system come at once; looking now and then finds what they miss (network file systems, a folder
/// that did not exist, no watch left). Thread-safe.
/// </summary>
internal sealed class FileWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _file;
    private readonly Func<LiveSettings> _settings;
    private readonly Action _onChanged;
    private readonly Action<string> _onTrouble;
    private readonly ITimer _quiet;
    private readonly ITimer _look;
    private FileSystemWatcher? _watcher;
    private Stamp _seen;
    private bool _waiting;
    private bool _troubled;
    private bool _disposed;

    /// <param name="file">Absolute path; neither it nor its folder need exist.</param>
    /// <param name="settings">How long to wait; asked again each time.</param>
    /// <param name="clock">Measures the waits.</param>
    /// <param name="onChanged">Called on a thread of the pool.</param>
    /// <param name="onTrouble">Called with the reason when the folder cannot be watched, until it can.</param>
    public FileWatch(string file, Func<LiveSettings> settings, TimeProvider clock, Action onChanged, Action<string> onTrouble)
    {
        (_file, _settings, _onChanged, _onTrouble) = (file, settings, onChanged, onTrouble);
        _seen = Stamp.Of(file);
        _quiet = clock.CreateTimer(_ => Settled(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _look = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Look();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _watcher?.Dispose();
            _quiet.Dispose();
            _look.Dispose();
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            if (_watcher is null)
            {
                Watch();
            }

            if (!_waiting && Stamp.Of(_file) != _seen)
            {
                Wait();
            }

            _look.Change(_settings().PollInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Watch()
    {
        var folder = Path.GetDirectoryName(_file)!;
        if (!Directory.Exists(folder))
        {
            return;
        }

        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new(folder, Path.GetFileName(_file));
            // Attributes: to be told of chmod, which mends a file that holds a secret.
            watcher.NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Attributes | NotifyFilters.Size;
            watcher.Changed += (_, _) => Stirred();
            watcher.Created += (_, _) => Stirred();
            watcher.Deleted += (_, _) => Stirred();
            watcher.Renamed += (_, _) => Stirred();
            watcher.Error += (_, error) => Lost(watcher, error.GetException().Message);
            watcher.EnableRaisingEvents = true;
            (_watcher, _troubled) = (watcher, false);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            watcher?.Dispose();
            Trouble(failed.Message);
        }
    }

    private void Stirred()
    {
        lock (_lock)
        {
            Wait();
        }
    }

    private void Lost(FileSystemWatcher watcher, string why)
    {
        lock (_lock)
        {
            watcher.Dispose();
            _watcher = null;
            Trouble(why);
            Wait();
        }
    }

    // Called with the lock held. Every change begins the wait anew.
    private void Wait()
    {
        if (!_disposed)
        {
            _waiting = true;
            _quiet.Change(_settings().ReloadDebounce, Timeout.InfiniteTimeSpan);
        }
    }

    private void Trouble(string why)
    {
        if (!_troubled)
        {
            _troubled = true;
            _onTrouble(why.TrimEnd('.'));
        }
    }

    private void Settled()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _waiting = false;
            // Taken before the file is read: what changes while it is being read is a change for the next look.
            _seen = Stamp.Of(_file);
        }

        _onChanged();
    }

    private readonly record struct Stamp(bool Exists, long Length, DateTime WrittenUtc, UnixFileMode? Mode)
    {
        public static Stamp Of(string file)
        {
            try
            {
                // A link may stay the same while what it leads to is replaced.
                var info = File.ResolveLinkTarget(file, returnFinalTarget: true) as FileInfo ?? new FileInfo(file);
                return info.Exists ? new(true, info.Length, info.LastWriteTimeUtc, SecretFile.ModeOf(file)) : default;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                return default;
            }
        }
    }
}
