namespace Palestra.Settings;

/// <summary>Builds the record of a group and asks for its rules.</summary>
internal static class GroupRecord
{
    public static object Build(SettingsCatalog catalog, Type group, Func<SettingSpec, object> valueOf)
    {
        var record = Activator.CreateInstance(group)!;
        foreach (var spec in catalog.SpecsOf(group))
        {
            spec.Property.SetValue(record, valueOf(spec));
        }

        return record;
    }

    /// <summary>The rules that the record breaks, one sentence each, without secrets.</summary>
    public static IReadOnlyList<string> BrokenRules(object record, SecretMask secrets)
    {
        if (record is not IValidatedSettings validated)
        {
            return [];
        }

        try
        {
            return [.. validated.Validate().Select(secrets.Clean)];
        }
#pragma warning disable CA1031 // A rule that throws is a fault of the program; a value that provokes it must not end the daemon.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return [$"The rules of {record.GetType().Name} cannot be checked for these values: {secrets.Clean(fault.Message)}"];
        }
    }
}
