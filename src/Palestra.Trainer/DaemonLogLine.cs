using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Palestra.Telemetry;

namespace Palestra.Trainer;

/// <summary>
/// One line of the daemon's own log: <c>time severity component run=ID: message</c>, the run only where there is one.
/// Lines that begin with blanks belong to the line before.
/// </summary>
public sealed record DaemonLogLine(DateTimeOffset Time, LogSeverity Severity, string Component, string? RunId, string Message)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string RunMark = "run=";

    public static bool TryParse(string text, [NotNullWhen(true)] out DaemonLogLine? line)
    {
        ArgumentNullException.ThrowIfNull(text);
        line = null;
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0)
        {
            return false;
        }

        var head = text[..colon].Split(' ');
        if (head.Length is not (3 or 4)
            || !DateTimeOffset.TryParseExact(head[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || !Enum.TryParse<LogSeverity>(head[1], ignoreCase: true, out var severity)
            || (head.Length == 4 && !head[3].StartsWith(RunMark, StringComparison.Ordinal)))
        {
            return false;
        }

        line = new DaemonLogLine(time, severity, head[2], head.Length == 4 ? head[3][RunMark.Length..] : null, text[(colon + 2)..]);
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)} {Severity.ToString().ToLowerInvariant()} {Component}{(RunId is null ? "" : $" {RunMark}{RunId}")}: {Message}");
}
