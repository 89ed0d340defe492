namespace Palestra.Gym;

/// <summary>Finds what somebody probably meant. Thread-safe.</summary>
public static class Nearest
{
    /// <summary>The candidate with the smallest edit distance (case ignored), or <c>null</c> when none is near.</summary>
    public static string? To(string value, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(candidates);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Distance(value.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (candidate.StartsWith(value, StringComparison.OrdinalIgnoreCase) && value.Length > 2)
            {
                distance = Math.Min(distance, 1);
            }

            if (distance < bestDistance && distance <= Math.Max(2, candidate.Length / 2))
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
