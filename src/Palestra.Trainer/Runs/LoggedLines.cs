using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>How many lines of a worker's output are rows of the run's log already.</summary>
internal static class LoggedLines
{
    [NotTunable("How much is read at once: the count is the same for every value.")]
    private const int PageRows = 1000;

    public static long Count(RunReader reader, LogId id)
    {
        long count = 0;
        long? cursor = null;
        do
        {
            var page = reader.Logs(PageRows, cursor, component: id.Component);
            count += page.Logs.Count(l => l.Record.Id == id.Id);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return count;
    }
}
