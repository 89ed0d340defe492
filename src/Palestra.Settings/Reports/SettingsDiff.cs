namespace Palestra.Settings;

/// <summary>One setting as a run recorded it, or as it is in force.</summary>
/// <param name="Key">Key of the setting.</param>
/// <param name="Value">The value as a person would write it.</param>
/// <param name="Origin">One of the words of <see cref="SettingOrigins"/>.</param>
public sealed record SettingValue(string Key, string Value, string Origin);

/// <summary>One setting that is not the same on both sides; a side that does not know it is <c>null</c>.</summary>
public sealed record SettingDifference(string Key, SettingValue? Left, SettingValue? Right)
{
    /// <summary>The values are equal; only the layer they come from is another one.</summary>
    public bool OnlyOrigin => Left is not null && Right is not null && Left.Value == Right.Value;
}

/// <summary>Compares the settings of two runs, or of a run and of now.</summary>
public static class SettingsDiff
{
    /// <summary>What differs, by key. Secrets are not recorded, so they are never among it.</summary>
    /// <param name="left">Each key once.</param>
    /// <param name="right">Each key once.</param>
    /// <param name="origins">Whether an equal value from another layer counts.</param>
    public static IReadOnlyList<SettingDifference> Of(
        IEnumerable<SettingValue> left, IEnumerable<SettingValue> right, bool origins = false)
    {
        var (before, after) = (left.ToDictionary(setting => setting.Key), right.ToDictionary(setting => setting.Key));
        return
        [
            .. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
                .Select(key => new SettingDifference(key, before.GetValueOrDefault(key), after.GetValueOrDefault(key)))
                .Where(pair => pair.Left?.Value != pair.Right?.Value || (origins && pair.Left?.Origin != pair.Right?.Origin)),
        ];
    }

    /// <summary>What is in force, as a run would record it: without secrets.</summary>
    public static IEnumerable<SettingValue> ValuesOf(SettingsSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return from setting in snapshot.Effective
               where !setting.Spec.Secret
               select new SettingValue(setting.Spec.Key, setting.Value, setting.Origin.Word());
    }
}
