namespace Palestra.Trainer.Api;

/// <summary>What telemetry costs a run: time that the worker's loop spends on each lane.</summary>
/// <param name="SlowLaneUsPerStep">Building batches, the outbox, and waiting when that is full.</param>
/// <param name="FastLaneUsPerStep">Rendering and publishing frames.</param>
/// <param name="Share">Both together, as a part of the run's time, waits for its pace included, pauses not: 0 to 1.</param>
public sealed record ObserverView(double SlowLaneUsPerStep, double FastLaneUsPerStep, double Share)
{
    private const string SlowLane = "observer.slow_lane_us_per_step";
    private const string FastLane = "observer.fast_lane_us_per_step";
    private const string LanesShare = "observer.share";

    /// <summary>Names of these figures in heartbeats and run files.</summary>
    internal static readonly string[] Names = [SlowLane, FastLane, LanesShare];

    /// <returns><c>null</c> if the worker has not said all of it.</returns>
    public static ObserverView? From(IEnumerable<KeyValuePair<string, double>>? figures)
    {
        var known = (figures ?? []).Where(f => Names.Contains(f.Key) && double.IsFinite(f.Value)).ToDictionary();
        return known.Count == Names.Length ? new(known[SlowLane], known[FastLane], known[LanesShare]) : null;
    }
}
