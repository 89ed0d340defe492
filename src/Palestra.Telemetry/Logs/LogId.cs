using System.Globalization;
using System.Text;

namespace Palestra.Telemetry;

/// <summary>A kind of log record, with an id that never changes its meaning.</summary>
/// <param name="Id"><c>LOG_…</c>, unique in <see cref="LogIds.All"/>.</param>
/// <param name="Component">Who speaks; what logs are filtered by.</param>
/// <param name="SubComponent">Which part of it.</param>
/// <param name="Scope">What one record is about.</param>
/// <param name="Template">One sentence with a <c>{name}</c> for each value.</param>
public sealed record LogId(string Id, string Component, string SubComponent, LogScope Scope, LogSeverity Severity, string Template)
{
    /// <summary>Number of values the template takes.</summary>
    public int Values => Template.Count(c => c == '{');

    /// <param name="timeUs">Microseconds since the Unix epoch.</param>
    /// <param name="values">Fill the names of the template, in order, in the invariant culture.</param>
    public LogRecord Create(long timeUs, params ReadOnlySpan<object?> values) => new()
    {
        TimeUs = timeUs,
        Severity = Severity,
        Id = Id,
        Component = Component,
        Message = Fill(values),
    };

    public override string ToString() => Id;

    private string Fill(ReadOnlySpan<object?> values)
    {
        if (values.Length != Values)
        {
            throw new ArgumentException($"{Id} takes {Values} values, not {values.Length}: \"{Template}\"", nameof(values));
        }

        var message = new StringBuilder(Template.Length + 32);
        var rest = Template.AsSpan();
        foreach (var value in values)
        {
            var open = rest.IndexOf('{');
            message.Append(rest[..open]).Append(CultureInfo.InvariantCulture, $"{value}");
            rest = rest[(rest.IndexOf('}') + 1)..];
        }

        return message.Append(rest).ToString();
    }
}
