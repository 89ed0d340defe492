using System.Collections.Concurrent;
using System.Globalization;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Hosting;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Runs;

// Settings that change while the run is live: what the run keeps of it, and what its worker is told.
internal sealed partial class ActiveRun
{
    private const string HeartbeatIntervalKey = "telemetry.heartbeat_interval";

    private readonly ConcurrentQueue<RunSettingChange> _settingChanges = [];
    private readonly Lock _keeping = new();
    private TimeSpan _workerInterval;
    private long _creditWindow;

    /// <summary>Steps a stream may have un-acknowledged, as the worker was told last.</summary>
    public long CreditWindow => Interlocked.Read(ref _creditWindow) is var told and > 0 ? told : _services.Credits.Initial;

    /// <summary>
    /// How long the worker may be silent. It took its interval when it started: a shorter one of today must not make it
    /// look dead.
    /// </summary>
    private TimeSpan WorkerPatience => Longer(_workerInterval, _services.Heartbeats.Interval) * _services.Heartbeats.StalledAfter;

    /// <summary>Keeps the changes with the run, with where it stands, and lets its worker have what it can take. Does not wait.</summary>
    public void SettingsChanged(IReadOnlyList<SettingChange> changes)
    {
        if (State.IsFinal())
        {
            return;
        }

        var positions = Pipeline.Positions;
        foreach (var change in changes)
        {
            _settingChanges.Enqueue(new RunSettingChange
            {
                TimeUs = change.TimeUs,
                Key = change.Key,
                Old = change.Old,
                New = change.New,
                Who = change.Who,
                Via = change.Via,
                Pending = change.Pending,
                BusSeq = change.RunPositions.GetValueOrDefault(Id.Value, Pipeline.Bus.Published),
                Steps = positions.Sum(p => p.DurableSeq),
                Episodes = positions.Sum(p => p.DurableEpisodes),
                Streams = positions.ToDictionary(p => p.Stream.ToString(), p => p.DurableSeq),
            });
            NoteSurely(LogIds.SettingChanged, change.Who, change.Via, change.Key, SettingWords.Shown(change.Old), SettingWords.Shown(change.New), SettingWords.When(change));
        }

        if (Volatile.Read(ref _session) is { } session && Interlocked.Read(ref _creditWindow) != _services.Credits.Initial)
        {
            session.Post(new Proto.DaemonMessage { Credits = new Proto.CreditGrant { CreditSteps = (ulong)GrantCredits(), Reason = "The setting telemetry.credits.initial changed." } });
        }

        _wake.Set();
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The interval the worker of an earlier daemon was started with.</summary>
    private static TimeSpan IntervalOf(RunManifest manifest) =>
        double.TryParse(manifest.Settings.FirstOrDefault(used => used.Key == HeartbeatIntervalKey)?.Value, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;

    private long GrantCredits()
    {
        Interlocked.Increment(ref _grants);
        Interlocked.Exchange(ref _creditWindow, _services.Credits.Initial);
        return Interlocked.Read(ref _creditWindow);
    }

    /// <summary>As rows of the run, not on the time of whoever changed the setting: the disk may be slow.</summary>
    private void KeepSettingChanges()
    {
        lock (_keeping)
        {
            var changes = _settingChanges.ToArray();
            if (changes.Length == 0)
            {
                return;
            }

            try
            {
                Pipeline.File.RecordSettingChanges(changes);
                for (var i = 0; i < changes.Length; i++)
                {
                    _settingChanges.TryDequeue(out _);
                }
            }
            catch (RunFileException)
            {
                // With the next look: the durable path says meanwhile what is wrong.
            }
        }
    }
}
