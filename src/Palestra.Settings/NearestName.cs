namespace Palestra.Settings;

/// <summary>Finds the name that was probably meant, for error sentences.</summary>
public static class NearestName
{
    // A suggestion further away than this share of the longer word looks like a guess, not like help.
    [NotTunable("Needed to say what is wrong with the settings, so it cannot be one.")]
    private const double PlausibleShare = 0.4;

    /// <summary>
    /// The candidate nearest to <paramref name="text"/>, or <c>null</c> when none is plausible. Case does not count. For
    /// dotted names a candidate whose last parts are the text, or nearly, counts as near: <c>batch_size</c> finds
    /// <c>telemetry.db_sink.batch_size</c>.
    /// </summary>
    public static string? Of(string text, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(candidates);
        var wanted = text.ToLowerInvariant();
        string? nearest = null;
        var nearestScore = double.MaxValue;
        foreach (var candidate in candidates.Order(StringComparer.Ordinal))
        {
            var score = Score(wanted, candidate.ToLowerInvariant());
            if (score < nearestScore)
            {
                (nearest, nearestScore) = (candidate, score);
            }
        }

        return nearestScore <= PlausibleShare ? nearest : null;
    }

    /// <summary>" Did you mean 'x'?" with a leading blank, or nothing when no candidate is plausible.</summary>
    public static string Hint(string text, IEnumerable<string> candidates) =>
        Of(text, candidates) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary>
    /// Levenshtein distance in which swapping two neighbours is one change, as it is one slip of the fingers.
    /// </summary>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var before = new int[right.Length + 1];
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[right.Length];
    }

    /// <summary>0 is equal, 1 has nothing in common.</summary>
    private static double Score(string wanted, string candidate)
    {
        var whole = Share(wanted, candidate);
        var parts = wanted.Count(c => c == '.') + 1;
        var tail = LastParts(candidate, parts);
        // Half a point of a percent worse than the same match over the whole name, so that the whole name wins a tie.
        return tail.Length == candidate.Length ? whole : Math.Min(whole, Share(wanted, tail) + 0.005);
    }

    private static double Share(string left, string right) =>
        Distance(left, right) / (double)Math.Max(1, Math.Max(left.Length, right.Length));

    private static string LastParts(string name, int parts)
    {
        var at = name.Length;
        for (; parts > 0 && at > 0; parts--)
        {
            at = name.LastIndexOf('.', at - 1);
        }

        return name[(at + 1)..];
    }
}
