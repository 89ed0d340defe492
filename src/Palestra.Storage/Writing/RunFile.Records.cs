using Palestra.Telemetry;

namespace Palestra.Storage;

/// <content>What is kept beside steps, episodes and journal: in transactions of their own.</content>
public sealed partial class RunFile
{
    /// <summary>Keeps what the worker says the complete record must hold, for <see cref="RunVerifier"/>.</summary>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void RecordTotals(IReadOnlyList<StreamTotal> totals)
    {
        using var writing = _writing.EnterScope();
        var session = Session();
        InTransaction(session, () =>
        {
            using var put = session.Db.Prepare("INSERT OR REPLACE INTO totals (agent_id, slot, last_seq, episodes) VALUES (?, ?, ?, ?)");
            foreach (var total in totals)
            {
                put.Bind(total.Stream.AgentId).Bind(total.Stream.Slot).Bind(total.LastSeq).Bind(total.Episodes).Run();
            }

            return totals.Count;
        });
    }

    /// <summary>
    /// Keeps figures that belong to the whole run, by name; a name that is there already gets the new value. The table is
    /// made with the first of them. Values that are not finite are left out.
    /// </summary>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void RecordFigures(IEnumerable<KeyValuePair<string, double>> figures)
    {
        using var writing = _writing.EnterScope();
        var session = Session();
        InTransaction(session, () =>
        {
            session.Db.Execute(RunFileFormat.FiguresTable);
            using var put = session.Db.Prepare("INSERT OR REPLACE INTO figures (name, value) VALUES (?, ?)");
            foreach (var (name, value) in figures.Where(figure => double.IsFinite(figure.Value)))
            {
                put.Bind(name).Bind(value).Run();
            }

            return true;
        });
    }

    /// <summary>Keeps that settings changed while the run was live, so that its charts can show where.</summary>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void RecordSettingChanges(IReadOnlyList<RunSettingChange> changes)
    {
        using var writing = _writing.EnterScope();
        var session = Session();
        InTransaction(session, () =>
        {
            SettingChangeTable.Append(session.Db, changes);
            return changes.Count;
        });
    }

    /// <summary>Notes that the learner saved itself under <paramref name="name"/> in the artifacts folder.</summary>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void RecordCheckpoint(string name, long bytes)
    {
        using var writing = _writing.EnterScope();
        var session = Session();
        InTransaction(session, () =>
        {
            using var put = session.Db.Prepare("INSERT INTO checkpoints (name, bytes, time_us) VALUES (?, ?, ?)");
            put.Bind(name).Bind(bytes).Bind(_clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000).Run();
            return bytes;
        });
    }
}
