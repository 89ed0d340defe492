using System.Globalization;

namespace Palestra.Trainer.Http;

/// <summary>Row counters as the opaque texts that page cursors are.</summary>
internal static class RowCursor
{
    public static string? Text(long? row) => row?.ToString(CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out long? row)
    {
        row = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var ok = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        row = ok ? value : null;
        return ok;
    }
}
