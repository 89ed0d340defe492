using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>
/// Tells which log records of a spool are in the run's file already. Steps and episodes have numbers, log records do
/// not: what an intake that a daemon did not live to finish has written is known by its content. Not thread-safe.
/// </summary>
internal sealed class SpooledLogs
{
    [NotTunable("How much is read at once: what is found is the same for every value.")]
    private const int PageRows = 1000;

    private readonly Dictionary<(long TimeUs, string Id, string Message, string? AgentId), int> _there = [];

    private SpooledLogs()
    {
    }

    public static SpooledLogs OnDisk(RunFolder folder)
    {
        var logs = new SpooledLogs();
        using var reader = RunReader.Open(folder);
        long? cursor = null;
        do
        {
            var page = reader.Logs(PageRows, cursor);
            foreach (var key in page.Logs.Select(row => Key(row.Record)))
            {
                logs._there[key] = logs._there.GetValueOrDefault(key) + 1;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return logs;
    }

    /// <summary>Whether it is there; each one on disk stands for one in the spool, so that equal ones keep their number.</summary>
    public bool Has(LogRecord record)
    {
        var key = Key(record);
        if (_there.GetValueOrDefault(key) == 0)
        {
            return false;
        }

        _there[key]--;
        return true;
    }

    private static (long, string, string, string?) Key(LogRecord record) => (record.TimeUs, record.Id, record.Message, record.AgentId);
}
