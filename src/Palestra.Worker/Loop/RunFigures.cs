namespace Palestra.Worker.Loop;

/// <summary>The figures a person watches. The loop's thread writes, any thread reads; a reader may see one step's worth of lag.</summary>
[NotTunable("What rolling return and steps per second mean, in stored figures too.")]
internal sealed class RunFigures
{
    /// <summary>Episodes in the rolling return, as everywhere in Palestra.</summary>
    private const int Window = 100;

    /// <summary>Steps per second are counted over the last ten tenths of a second.</summary>
    private const int Buckets = 10;
    private const long BucketUs = 100_000;

    private readonly double[] _returns = new double[Window];
    private readonly long[] _counts = new long[Buckets];
    private long _bucketEndUs = long.MinValue;
    private int _bucket;
    private int _filled;
    private long _steps;
    private long _episodes;
    private double _rolling = double.NaN;
    private double _rate;

    /// <summary>What telemetry costs the loop.</summary>
    public ObserverMeter Observer { get; init; } = new(TimeProvider.System);

    public long Steps => Volatile.Read(ref _steps);

    public long Episodes => Volatile.Read(ref _episodes);

    /// <summary>Mean return of the last 100 finalized episodes; NaN before the first.</summary>
    public double RollingReturn => Volatile.Read(ref _rolling);

    public double StepsPerSecond => Volatile.Read(ref _rate);

    public double LastReward { get; private set; }

    /// <summary>When the newest step ended, in the steady microseconds of <see cref="LoopClock"/>, as all times here.</summary>
    public long LastStepUs { get; private set; }

    public void AddStep(double reward, long nowUs)
    {
        Advance(nowUs);
        (LastReward, LastStepUs) = (reward, nowUs);
        _counts[_bucket]++;
        Volatile.Write(ref _steps, _steps + 1);
    }

    public void AddEpisode(double episodeReturn)
    {
        _returns[_episodes % Window] = episodeReturn;
        Volatile.Write(ref _episodes, _episodes + 1);
        var count = (int)Math.Min(_episodes, Window);
        var sum = 0.0;
        foreach (var value in _returns.AsSpan(0, count))
        {
            sum += value;
        }

        Volatile.Write(ref _rolling, sum / count);
    }

    /// <summary>Lets the rate fall while no steps come.</summary>
    public void Advance(long nowUs)
    {
        if (nowUs < _bucketEndUs)
        {
            return;
        }

        if (_bucketEndUs == long.MinValue || nowUs - _bucketEndUs > Buckets * BucketUs)
        {
            Array.Clear(_counts);
            (_bucketEndUs, _filled) = (nowUs + BucketUs, _bucketEndUs == long.MinValue ? 0 : Buckets - 1);
            Volatile.Write(ref _rate, 0);
            return;
        }

        while (nowUs >= _bucketEndUs)
        {
            _filled = Math.Min(_filled + 1, Buckets);
            Volatile.Write(ref _rate, Sum() * 1e6 / (_filled * BucketUs));
            _bucket = (_bucket + 1) % Buckets;
            _counts[_bucket] = 0;
            _bucketEndUs += BucketUs;
        }
    }

    private long Sum()
    {
        var sum = 0L;
        foreach (var count in _counts)
        {
            sum += count;
        }

        return sum;
    }
}
