using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Writes state changes and log lines.</summary>
internal sealed class JournalTables(SqliteDb db)
{
    private readonly SqliteStatement _insertState = db.Prepare(
        "INSERT INTO states (from_state, to_state, outcome, reason, time_us) VALUES (?, ?, ?, ?, ?)");

    private readonly SqliteStatement _insertLog = db.Prepare(
        "INSERT INTO log (time_us, severity, id, component, message, agent_id) VALUES (?, ?, ?, ?, ?, ?)");

    public void Append(TelemetryEvent item)
    {
        switch (item)
        {
            case RunStateChanged change:
                Append(change);
                break;
            case LogRecord record:
                Append(record);
                break;
        }
    }

    private void Append(RunStateChanged change) =>
        _insertState.Bind((long?)change.From).Bind((long)change.To).Bind((long?)change.Outcome).Bind(change.Reason).Bind(change.TimeUs).Run();

    private void Append(LogRecord record) =>
        _insertLog.Bind(record.TimeUs).Bind((long)record.Severity).Bind(record.Id).Bind(record.Component).Bind(record.Message)
            .Bind(record.AgentId).Run();
}
