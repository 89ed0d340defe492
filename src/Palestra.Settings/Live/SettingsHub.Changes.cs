namespace Palestra.Settings;

public sealed partial class SettingsHub
{
    /// <summary>
    /// Stores overrides and puts what is hot in force, or changes nothing. To unset a key that has no override is no error.
    /// </summary>
    public ChangeOutcome Change(SettingsEdit edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return Serialised(() => ReadStore(out var stored) ?? Apply(edit, stored.Overrides));
    }

    /// <summary>
    /// Gives a setting the override it had before a change. Refused when the override was changed again since, and for edits
    /// of the settings file.
    /// </summary>
    public ChangeOutcome Undo(long changeId, string who, string via) => Serialised(() =>
    {
        if (ReadStore(out var stored) is { } unavailable)
        {
            return unavailable;
        }

        SettingChange? change;
        try
        {
            change = _store.History(null, changeId + 1, 1).FirstOrDefault(entry => entry.Id == changeId);
        }
        catch (OverrideStoreException failed)
        {
            return new ChangeOutcome.Unavailable(failed.Message);
        }

        var present = stored.Overrides.Overrides.FirstOrDefault(entry => entry.Key == change?.Key)?.Value;
        return change is null ? CannotUndo(null, $"There is no change {changeId} of settings.")
            : change.Via == ChangeVia.File
                ? CannotUndo(change.Key, $"Change {changeId} of {change.Key} was an edit of the settings file; edit that file again.")
            : present != change.New
                ? CannotUndo(change.Key, $"{change.Key} was changed again since change {changeId}: "
                    + $"its override is {Override(present)} now, not {Override(change.New)}.")
            : Apply(new() { Values = [new(change.Key, change.Old)], Who = who, Via = via }, stored.Overrides);
    });

    private static string Override(string? text) => text is null ? "unset" : $"'{FileText.Show(text)}'";

    private static ChangeOutcome.Refused CannotUndo(string? key, string sentence) =>
        new([new(sentence, SettingOrigin.Stored, key) { Kind = SettingsErrorKind.Undo }]);

    private ChangeOutcome Serialised(Func<ChangeOutcome> change)
    {
        ChangeOutcome outcome;
        lock (_gate)
        {
            outcome = change();
        }

        _notices.Deliver();
        return outcome;
    }

    // Each change begins with what is stored now, so that one hub never writes over what another process wrote.
    private ChangeOutcome.Unavailable? ReadStore(out StoredState stored)
    {
        stored = StoredState.Read(_store.Load);
        return stored.Trouble is { } why ? new($"The store of overrides cannot be read: {why}.") : null;
    }

    private ChangeOutcome Apply(SettingsEdit edit, StoredOverrides stored)
    {
        var plan = new EditPlan(_catalog, _layers, stored, edit);
        var unknown = plan.Errors.Where(error => error.Kind is SettingsErrorKind.Unknown).ToList();
        if (unknown.Count > 0)
        {
            return new ChangeOutcome.Refused(plan.Errors);
        }

        foreach (var (ns, expected) in edit.ExpectedVersions ?? new Dictionary<string, long>())
        {
            if (stored.Versions.GetValueOrDefault(ns) is var actual && actual != expected)
            {
                return new ChangeOutcome.Conflict(ns, expected, actual);
            }
        }

        if (plan.Errors.Count > 0)
        {
            return new ChangeOutcome.Refused(plan.Errors);
        }

        var now = NowUs();
        var after = new StoredState(plan.After(stored, edit.Who, now));
        var errors = new List<SettingsError>();
        var next = Next(_file, after, MayIgnore(edit), errors, out _);
        var positions = plan.Steps.Count > 0 ? RunPositions() : new Dictionary<string, long>();
        return errors.Count > 0
            ? new ChangeOutcome.Refused(errors)
            : Commit(plan, stored.Versions, after, next, [.. plan.Steps.Select(step => new SettingChange
            {
                TimeUs = now,
                Who = edit.Who,
                Via = edit.Via,
                Key = step.Key,
                Old = step.Old,
                New = step.New,
                Pending = _catalog.Find(step.Key) is { } spec && next.Find(spec.Key).Pending is not null,
                RunPositions = positions,
            })]);
    }

    private ChangeOutcome Commit(
        EditPlan plan,
        IReadOnlyDictionary<string, long> versions,
        StoredState after,
        SettingsSnapshot next,
        IReadOnlyList<SettingChange> changes)
    {
        if (changes.Count > 0)
        {
            var touched = plan.Steps.Select(step => step.Namespace).Distinct()
                .ToDictionary(ns => ns, ns => versions.GetValueOrDefault(ns));
            try
            {
                switch (_store.Commit(changes, touched))
                {
                    case StoreCommit.Conflict conflict:
                        return new ChangeOutcome.Conflict(conflict.Namespace, conflict.Expected, conflict.Actual);
                    case StoreCommit.Done done:
                        changes = [.. changes.Zip(done.Ids, (change, id) => change with { Id = id })];
                        break;
                }
            }
            catch (OverrideStoreException failed)
            {
                return new ChangeOutcome.Unavailable(failed.Message);
            }
        }

        Adopt(next, after, _file, changes);
        return new ChangeOutcome.Applied(
            changes, plan.Namespaces.ToDictionary(ns => ns, ns => after.Overrides.Versions.GetValueOrDefault(ns)));
    }

    // What would be in force, and what would be after a start.
    private SettingsSnapshot Next(
        SettingsLayer file, StoredState stored, Func<Type, bool> mayIgnore, List<SettingsError> errors, out SettingsSnapshot wanted)
    {
        wanted = _layers.Resolve(file, stored, mayIgnore, errors);
        return errors.Count == 0 && _live ? InForce.Build(_current, wanted, errors) : wanted;
    }

    // A start ignores overrides that break a rule; a change that would make them so is refused instead. What is ignored
    // already stays ignored, so that it can be unset one by one.
    private Func<Type, bool> MayIgnore(SettingsEdit? edit = null)
    {
        var set = edit?.Values.Where(pair => pair.Value is not null).Select(pair => GroupOf(pair.Key)).ToHashSet() ?? [];
        var ignored = _current.IgnoredOverrides.Values
            .Where(error => error.Kind is SettingsErrorKind.Rule).Select(error => GroupOf(error.Key!)).ToHashSet();
        return group => ignored.Contains(group) && !set.Contains(group);

        Type? GroupOf(string key) => _catalog.Find(key)?.Group;
    }

    private IReadOnlyDictionary<string, long> RunPositions()
    {
        try
        {
            return _runPositions?.Invoke() ?? new Dictionary<string, long>();
        }
#pragma warning disable CA1031 // A change without positions is better than no change; the fault is counted and reported.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            SubscriberFailed(fault, "Who knows the positions of runs");
            return new Dictionary<string, long>();
        }
    }
}
