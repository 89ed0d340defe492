using Microsoft.Extensions.Logging;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>
/// Says in the daemon's own log, at debug, who joined the bus of a run and who left it. Viewers come and go by the
/// hundred: a line for each would outgrow the steps of a small run in its file. The supervisor's task only.
/// </summary>
internal sealed class SubscriberLog(RunBus bus, string runId, ILogger log)
{
    private Dictionary<string, long> _there = new(StringComparer.Ordinal);

    public void Look()
    {
        if (!log.IsEnabled(LogLevel.Debug))
        {
            return;
        }

        var now = bus.Subscribers.GroupBy(s => s.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(s => s.Cursor), StringComparer.Ordinal);
        foreach (var (name, cursor) in now.Where(s => !_there.ContainsKey(s.Key)))
        {
            RunLog.Detail(log, LogIds.RunBusSubscribed, runId, name, cursor);
        }

        foreach (var (name, cursor) in _there.Where(s => !now.ContainsKey(s.Key)))
        {
            RunLog.Detail(log, LogIds.RunBusUnsubscribed, runId, name, cursor);
        }

        _there = now;
    }
}
