using System.Diagnostics.Metrics;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Metrics;

/// <summary>
/// The instruments of a daemon, the one source of <c>/metrics</c> and of OTLP. All are read from the same figures as
/// <c>/api/v1/system</c>, so that the two never differ; only OTLP is told of each commit time by itself. Thread-safe.
/// </summary>
internal sealed partial class DaemonMeter : IDisposable
{
    public const string Name = "Palestra";

    public const string RunIdLabel = "run.id";

    public const string SubscriberLabel = "subscriber";

    // A collection asks some forty instruments in turn, within milliseconds: all are to speak of one moment.
    [NotTunable("Joins the questions of one collection, which come within milliseconds.")]
    private static readonly TimeSpan OneMoment = TimeSpan.FromMilliseconds(100);

    private readonly Meter _meter;
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _commitDuration;
    private readonly Lock _lock = new();
    private Func<SystemView>? _take;
    private SystemView? _figures;
    private long _takenAt;

    /// <param name="instance">Tells daemons apart that live in one process: without it a collector would take their instruments for the same.</param>
    public DaemonMeter(string version, string instance, TimeProvider clock)
    {
        _clock = clock;
        _meter = new Meter(new MeterOptions(Name) { Version = version, Tags = [new("palestra.daemon", instance)] });
        _commitDuration = _meter.CreateHistogram(
            "palestra.durable.commit.duration", "s", "Time of a transaction, fsync included.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = CommitTimes.Bounds });
    }

    /// <summary>One transaction of a run's durable path.</summary>
    public void Committed(string runId, TimeSpan duration) =>
        _commitDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(RunIdLabel, runId));

    /// <summary>Whether an instrument is this daemon's: other daemons of the process have a meter of the same name.</summary>
    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    /// <summary>Takes the figures anew, whatever was held for a collection under way.</summary>
    public SystemView Refresh()
    {
        lock (_lock)
        {
            _figures = (_take ?? throw new InvalidOperationException("Nothing is observed yet."))();
            _takenAt = _clock.GetTimestamp();
            return _figures;
        }
    }

    public void Dispose() => _meter.Dispose();

    private SystemView Figures()
    {
        lock (_lock)
        {
            return _figures is not null && _clock.GetElapsedTime(_takenAt) < OneMoment ? _figures : Refresh();
        }
    }
}
