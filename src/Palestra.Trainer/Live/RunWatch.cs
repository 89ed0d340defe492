using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Live;

/// <summary>
/// One run as one viewer sees it. Rows are read from the store by row counter, so a viewer misses nothing and gets
/// nothing twice however slow it is; what does not fit into a message is counted.
/// </summary>
internal sealed class RunWatch : IWatch
{
    private readonly RunRegistry _registry;
    private readonly RunId _id;
    private readonly SettingsCell<LiveSettings> _settings;
    private readonly ActiveRun? _joined;
    private RunReader? _reader;
    private long _lastEpisode;
    private long _lastLog;
    private (bool Active, long Version)? _seen;
    private FiguresView? _figures;

    public RunWatch(RunRegistry registry, RunId id, long sinceEpisode, long sinceLog, SettingsCell<LiveSettings> settings)
    {
        _registry = registry;
        _id = id;
        _settings = settings;
        _lastEpisode = sinceEpisode;
        _lastLog = sinceLog;
        _joined = registry.FindActive(id);
        _joined?.ViewerJoined();
    }

    public TimeSpan Interval => TimeSpan.FromSeconds(1 / _settings.Value.RateHz);

    public object? Next()
    {
        // The version first: what changes while we read makes one more message, never one too few.
        var run = _registry.FindActive(_id);
        var version = (run is not null, run?.Version ?? _registry.Changes.Of(_id));
        var figures = Figures(run);
        if (_seen == version && _figures == figures)
        {
            return null;
        }

        if (_registry.View(_id) is not { } view)
        {
            return _seen is null ? new ErrorMessage($"There is no run '{_id}'.") : null;
        }

        if (_seen is { Active: true } before && version.Item1)
        {
            run!.Conflated(Math.Max(0, version.Item2 - before.Version - 1));
        }

        (_seen, _figures) = (version, figures);
        var message = Message(view, figures);
        if (run is null || run.State.IsFinal())
        {
            // Whoever closes a file last removes its write-ahead log, and one that only reads cannot.
            _reader?.Dispose();
            _reader = null;
        }

        return message;
    }

    public void Dispose()
    {
        _joined?.ViewerLeft();
        _reader?.Dispose();
    }

    private static FiguresView Figures(ActiveRun? run) => run is null
        ? new FiguresView(null, null, null)
        : new FiguresView(
            Math.Round(run.Live.StepsPerSecond, 1), run.Live.RollingReturn, Math.Round(run.Live.EpisodesPerSecond, 2));

    private object Message(RunView view, FiguresView figures)
    {
        try
        {
            _reader ??= RunReader.Open(_registry.Folder(_id));
            var episodes = _reader.EpisodesSince(_lastEpisode, _settings.Value.EpisodesPerMessage);
            var logs = _reader.LogsSince(_lastLog, _settings.Value.LogsPerMessage);
            (_lastEpisode, _lastLog) = (episodes.LastRow, logs.LastRow);
            return new RunMessage
            {
                Run = view,
                Figures = figures.StepsPerSecond is null ? figures with { StepsPerSecond = view.StepsPerSecond, RollingReturn = view.MeanReturn100 } : figures,
                Episodes = [.. episodes.Episodes.Select(e => RecordViews.From(e.Episode))],
                EpisodesSkipped = episodes.Skipped,
                Logs = [.. logs.Logs.Select(RecordViews.From)],
                LogsSkipped = logs.Skipped,
                LastEpisode = _lastEpisode,
                LastLog = _lastLog,
            };
        }
        catch (RunFileException e)
        {
            return new ErrorMessage(e.Message);
        }
    }
}
