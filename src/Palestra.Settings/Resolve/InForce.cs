namespace Palestra.Settings;

/// <summary>
/// What is in force in a running process when something else is wanted: hot settings as wanted, the others as the process
/// started with them.
/// </summary>
internal static class InForce
{
    /// <param name="running">What is in force now.</param>
    /// <param name="wanted">What would be in force after a start.</param>
    /// <param name="errors">Gets the rules that the mixture of the two would break.</param>
    /// <returns>A snapshot, fit for use when there are no errors. Groups that do not change keep their record.</returns>
    public static SettingsSnapshot Build(SettingsSnapshot running, SettingsSnapshot wanted, List<SettingsError> errors)
    {
        var catalog = wanted.Catalog;
        var secrets = new SecretMask();
        foreach (var secret in catalog.Specs.Where(spec => spec.Secret))
        {
            secrets.Add((string)running.ValueOf(secret));
            secrets.Add((string)wanted.ValueOf(secret));
        }

        var records = new Dictionary<Type, object>();
        foreach (var group in catalog.Groups)
        {
            records.Add(group, RecordOf(group, running, wanted, secrets, errors));
        }

        return new(catalog, records, [.. wanted.Effective.Select(setting => Row(setting, running, wanted))], wanted.Warnings)
        {
            IgnoredOverrides = wanted.IgnoredOverrides,
            SettingsFile = wanted.SettingsFile,
        };
    }

    public static bool IsPending(SettingSpec spec, SettingsSnapshot running, SettingsSnapshot wanted) =>
        !spec.Hot && !Equals(running.ValueOf(spec), wanted.ValueOf(spec));

    private static object RecordOf(
        Type group, SettingsSnapshot running, SettingsSnapshot wanted, SecretMask secrets, List<SettingsError> errors)
    {
        var specs = wanted.Catalog.SpecsOf(group);
        var changes = specs.Where(spec => !Equals(running.ValueOf(spec), wanted.ValueOf(spec))).ToList();
        var pending = changes.Where(spec => !spec.Hot).ToList();
        if (changes.Count == pending.Count)
        {
            return running.RecordOf(group);
        }

        if (pending.Count == 0)
        {
            return wanted.RecordOf(group);
        }

        var record = GroupRecord.Build(wanted.Catalog, group, spec => (spec.Hot ? wanted : running).ValueOf(spec));
        var keep = string.Join(" and ", pending.Select(spec => spec.Key));
        errors.AddRange(GroupRecord.BrokenRules(record, secrets).Select(sentence => new SettingsError(
            $"{sentence} (Until the next start, {keep} {(pending.Count == 1 ? "keeps its" : "keep their")} running value.)")
        {
            Kind = SettingsErrorKind.Rule,
        }));
        return record;
    }

    private static EffectiveSetting Row(EffectiveSetting setting, SettingsSnapshot running, SettingsSnapshot wanted)
    {
        var spec = setting.Spec;
        if (!IsPending(spec, running, wanted))
        {
            return setting;
        }

        var now = running.Find(spec.Key);
        return setting with
        {
            Value = now.Value,
            Origin = now.Origin,
            Pending = setting.Value,
            Layers = [.. setting.Layers.Select(row => PendingRow(row, now))],
        };
    }

    private static LayerValue PendingRow(LayerValue row, EffectiveSetting now)
    {
        var isRunning = row.Layer == now.Origin && row.Value == now.Value;
        return row.Wins ? row with { Wins = false, Note = "takes effect with the next start" }
            : isRunning ? row with { Wins = true, Note = "in force until the next start" }
            : row;
    }
}
