using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Palestra.Trainer.Http;

/// <summary>The entity tag of a namespace of settings, <c>"telemetry.db_sink-3"</c>: its name and its version.</summary>
internal static class SettingsTag
{
    public static string Of(string ns, long version) => string.Create(CultureInfo.InvariantCulture, $"\"{ns}-{version}\"");

    /// <summary>The versions that <c>If-Match</c> asks for; <c>null</c> when whatever there is will do.</summary>
    /// <returns>Whether every tag is one of ours.</returns>
    public static bool TryParse(StringValues ifMatch, out Dictionary<string, long>? versions, [NotNullWhen(false)] out string? problem)
    {
        versions = null;
        problem = null;
        foreach (var tag in ifMatch.SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (tag == "*")
            {
                continue;
            }

            var dash = tag.LastIndexOf('-');
            if (dash < 2 || tag[0] != '"' || tag[^1] != '"'
                || !long.TryParse(tag.AsSpan(dash + 1, tag.Length - dash - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            {
                problem = $"If-Match has {tag}, which is no tag of settings: pass on the ETag of an earlier answer, for example {Of("telemetry.db_sink", 3)}.";
                return false;
            }

            (versions ??= new(StringComparer.Ordinal))[tag[1..dash]] = version;
        }

        return true;
    }
}
