using Palestra.Telemetry;

namespace Palestra.Storage;

public sealed partial class RunReader
{
    private const string SelectLog = "SELECT row, time_us, severity, id, component, message, agent_id FROM log";
    private const string LogFilter = "severity >= ? AND (? IS NULL OR component = ?) AND (? IS NULL OR agent_id = ?)";

    /// <summary>A page of log lines, newest first.</summary>
    /// <param name="cursor">The <see cref="LogPage.NextCursor"/> of the page before.</param>
    /// <param name="severity">This severity and the graver ones.</param>
    /// <param name="agentId">Only what is about this agent.</param>
    public LogPage Logs(int limit, long? cursor = null, LogSeverity severity = LogSeverity.Debug, string? component = null, string? agentId = null) => Read(() =>
    {
        // One more than asked for tells whether there is a next page.
        using var rows = Filter(_db.Prepare($"{SelectLog} WHERE row < ? AND {LogFilter} ORDER BY row DESC LIMIT ?")
            .Bind(cursor ?? long.MaxValue), severity, component, agentId).Bind(limit + 1L);
        var page = LogRows(rows);
        if (page.Count <= limit)
        {
            return new LogPage(page, null);
        }

        page.RemoveAt(limit);
        return new LogPage(page, page.Count > 0 ? page[^1].Row : null);
    });

    /// <summary>What was logged after a row counter, oldest first: the newest <paramref name="max"/> of it.</summary>
    public LogsSince LogsSince(long row, int max, LogSeverity severity = LogSeverity.Debug, string? component = null, string? agentId = null) => Read(() =>
    {
        var last = _db.Scalar("SELECT max(row) FROM log");
        using var count = Filter(_db.Prepare($"SELECT count(*) FROM log WHERE row > ? AND row <= ? AND {LogFilter}")
            .Bind(row).Bind(last), severity, component, agentId);
        var total = count.Step() ? count.Int(0) : 0;
        using var rows = Filter(_db.Prepare($"{SelectLog} WHERE row > ? AND row <= ? AND {LogFilter} ORDER BY row DESC LIMIT ?")
            .Bind(row).Bind(last), severity, component, agentId).Bind(max);
        var logs = LogRows(rows);
        logs.Reverse();
        return new LogsSince(logs, total - logs.Count, Math.Max(row, last));
    });

    private static SqliteStatement Filter(SqliteStatement statement, LogSeverity severity, string? component, string? agentId) =>
        statement.Bind((long)severity).Bind(component).Bind(component).Bind(agentId).Bind(agentId);

    private static List<LogRow> LogRows(SqliteStatement rows)
    {
        var logs = new List<LogRow>();
        while (rows.Step())
        {
            logs.Add(new LogRow(rows.Int(0), new LogRecord
            {
                TimeUs = rows.Int(1),
                Severity = (LogSeverity)rows.Int(2),
                Id = rows.Text(3),
                Component = rows.Text(4),
                Message = rows.Text(5),
                AgentId = rows.TextOrNull(6),
            }));
        }

        return logs;
    }
}
