using System.Collections.Immutable;

namespace Palestra.Settings.Analyzers;

/// <summary>Which identifiers promise a number that somebody will want to change. Stateless and thread-safe.</summary>
public static class TunableWords
{
    /// <summary>
    /// Words that mean a tunable wherever a number meets them. Lower case. Found by running the list over this solution and
    /// reading by hand what it missed.
    /// </summary>
    public static readonly ImmutableHashSet<string> Anywhere = ImmutableHashSet.Create(
        // time
        "timeout", "timeouts", "deadline", "interval", "intervals", "delay", "delays", "period", "periods", "grace", "patience",
        "cadence", "lifetime", "ttl", "age", "expiry", "retention", "ms", "us", "millis", "milliseconds", "microseconds", "seconds",
        "minutes", "hours", "days",
        // trying again
        "retry", "retries", "attempt", "attempts", "tries", "backoff", "jitter",
        // room for things
        "capacity", "capacities", "queue", "queued", "buffer", "buffers", "batch", "batches", "chunk", "chunks", "window", "windows",
        "rolling", "depth", "backlog", "pool", "credit", "credits", "budget", "quota", "reserve", "kept", "keep", "history", "page",
        "size", "sizes", "bytes", "kilobytes", "megabytes", "kib", "mib", "gib", "overhead",
        // so many of our things
        "steps", "episodes", "events", "samples", "buckets",
        // bounds
        "limit", "limits", "cap", "max", "min", "maximum", "minimum", "most", "least", "largest", "smallest", "longest", "shortest",
        "widest", "highest", "lowest", "threshold", "thresholds", "tolerance", "watermark",
        // speed and effort
        "rate", "rates", "hz", "fps", "parallelism", "concurrency", "threads", "quality", "compression", "ratio", "factor", "percent",
        // addresses, and defaults by name
        "port", "ports", "default", "defaults", "fallback");

    /// <summary>
    /// Words that mean a tunable in the name of what is declared here. As the name of somebody's parameter they mean
    /// geometry, opacity or the length of a slice.
    /// </summary>
    public static readonly ImmutableHashSet<string> Declared = Anywhere.Union(
    [
        "count", "counts", "rows", "lines", "frames", "points", "names", "characters", "pixels", "width", "height", "once", "per",
        "every", "enough", "trust", "share", "growth", "alpha", "gamma", "epsilon", "decay",
    ]);

    private static readonly ImmutableHashSet<string> TimeUnits = ImmutableHashSet.Create(
        "nanosecond", "nanoseconds", "microsecond", "microseconds", "millisecond", "milliseconds", "second", "seconds", "minute",
        "minutes", "hour", "hours", "day", "days", "tick", "ticks", "ns", "us", "ms");

    /// <summary>The first word of an identifier that is on the list, or null. <c>MillisecondsPerSecond</c> converts units and is none.</summary>
    public static string? FindIn(string identifier, ImmutableHashSet<string> list)
    {
        var words = Split(identifier);
        return words.Length == 3 && words[1] == "per" && TimeUnits.Contains(words[0]) && TimeUnits.Contains(words[2])
            ? null
            : words.FirstOrDefault(list.Contains);
    }

    /// <summary><c>_maxBatchBytes</c>, <c>MAX_BATCH_BYTES</c> and <c>MaxBatchBytes</c> are all max, batch, bytes.</summary>
    public static string[] Split(string identifier)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= identifier.Length; i++)
        {
            if (start >= 0 && (i == identifier.Length || StartsWord(identifier, i)))
            {
                words.Add(identifier.Substring(start, i - start).ToLowerInvariant());
                start = -1;
            }

            if (start < 0 && i < identifier.Length && char.IsLetter(identifier[i]))
            {
                start = i;
            }
        }

        return [.. words];
    }

    /// <summary>A capital after a small letter, the last capital of an abbreviation (<c>TTLSeconds</c>), or no letter at all.</summary>
    private static bool StartsWord(string text, int at)
    {
        if (!char.IsLetter(text[at]))
        {
            return true;
        }

        return char.IsUpper(text[at])
            && (!char.IsUpper(text[at - 1]) || (at + 1 < text.Length && char.IsLower(text[at + 1])));
    }
}
