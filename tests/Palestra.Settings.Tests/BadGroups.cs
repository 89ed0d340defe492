namespace Palestra.Settings.Tests;

/// <summary>Each group has exactly one fault.</summary>
#pragma warning disable CA1812 // made by reflection, if at all
internal static class BadGroups
{
    internal sealed record NoGroup;

    [SettingsGroup("bad")]
    internal sealed class NotARecord;

    [SettingsGroup("bad")]
#pragma warning disable CA1852 // that it is not sealed is its fault
    internal record NotSealed;
#pragma warning restore CA1852

    [SettingsGroup("bad")]
    internal sealed record NoConstructor([property: Setting("x", "X.")] string Value);

    [SettingsGroup("Bad.Prefix")]
    internal sealed record BadPrefix;

    [SettingsGroup("bad")]
    internal sealed record MisspeltKey
    {
        [Setting("Batch-Size", "X.", Env = "GYM_X")]
        public string Value { get; init; } = "";
    }

    [SettingsGroup("bad")]
    internal sealed record BadEnv
    {
        [Setting("x", "X.", Env = "PALESTRA_X")]
        public string Value { get; init; } = "";
    }

    [SettingsGroup("bad")]
    internal sealed record SameKey
    {
        [Setting("x", "X.", Env = "GYM_ONE")]
        public string One { get; init; } = "";

        [Setting("x", "X.", Env = "GYM_TWO")]
        public string Two { get; init; } = "";
    }

    [SettingsGroup("bad")]
    internal sealed record SameEnv
    {
        [Setting("one", "X.", Env = "GYM_X")]
        public string One { get; init; } = "";

        [Setting("two", "X.", Env = "GYM_X")]
        public string Two { get; init; } = "";
    }

    [SettingsGroup("bad")]
    internal sealed record KeyInsideKey
    {
        [Setting("x", "X.")]
        public string One { get; init; } = "";

        [Setting("x.y", "X.")]
        public string Two { get; init; } = "";
    }

    [SettingsGroup("bad")]
    internal sealed record MinAboveMax
    {
        [Setting("x", "X.", Unit = "steps", Min = 5, Max = 2)]
        public int Value { get; init; } = 3;
    }

    [SettingsGroup("bad")]
    internal sealed record DefaultOutside
    {
        [Setting("x", "X.", Unit = "steps", Min = 1, Max = 5)]
        public int Value { get; init; } = 9;
    }

    [SettingsGroup("bad")]
    internal sealed record DefaultNotAllowed
    {
        [Setting("x", "X.", Allowed = ["a", "b"])]
        public string Value { get; init; } = "c";
    }

    [SettingsGroup("bad")]
    internal sealed record DefaultUndefinedWord
    {
        [Setting("x", "X.")]
        public SampleMode Value { get; init; } = (SampleMode)77;
    }

    [SettingsGroup("bad")]
    internal sealed record DefaultNull
    {
        [Setting("x", "X.")]
        public string? Value { get; init; }
    }

    [SettingsGroup("bad")]
    internal sealed record DefaultNotFinite
    {
        [Setting("x", "X.", Unit = "1")]
        public double Value { get; init; } = double.NaN;
    }

    [SettingsGroup("bad")]
    internal sealed record NumberWithoutUnit
    {
        [Setting("x", "X.")]
        public int Value { get; init; }
    }

    [SettingsGroup("bad")]
    internal sealed record DurationWithoutUnit
    {
        [Setting("x", "X.")]
        public TimeSpan Value { get; init; }
    }

    [SettingsGroup("bad")]
    internal sealed record UnsupportedType
    {
        [Setting("x", "X.", Unit = "1")]
        public float Value { get; init; }
    }

    [SettingsGroup("bad")]
    internal sealed record FlagsType
    {
        [Setting("x", "X.")]
        public FileAttributes Value { get; init; }
    }

    [SettingsGroup("bad")]
    internal sealed record NoDescription
    {
        [Setting("x", " ")]
        public bool Value { get; init; }
    }

    [SettingsGroup("bad")]
    internal sealed record Mutable
    {
        [Setting("y", "X.")]
        public bool Value { get; set; }
    }

    [SettingsGroup("bad")]
    internal sealed record GetOnly
    {
        [Setting("x", "X.")]
        public bool Value { get; }
    }

    [SettingsGroup("bad")]
    internal sealed record Unannotated
    {
        public bool Value { get; init; }
    }

    [SettingsGroup("bad")]
    internal sealed record RangeOnText
    {
        [Setting("x", "X.", Min = 1)]
        public string Value { get; init; } = "";
    }

    [SettingsGroup("bad")]
    internal sealed record AllowedOnNumber
    {
        [Setting("x", "X.", Unit = "1", Allowed = ["1"])]
        public int Value { get; init; } = 1;
    }

    [SettingsGroup("bad")]
    internal sealed record SecretWithDefault
    {
        [Setting("x", "X.", Secret = true)]
        public string Value { get; init; } = "secret";

        public override string ToString() => "";
    }

    [SettingsGroup("bad")]
    internal sealed record SecretInText
    {
        [Setting("x", "X.", Secret = true)]
        public string Value { get; init; } = "";
    }

    [SettingsGroup("bad")]
    internal sealed record KillSwitchNotHot
    {
        [Setting("x", "X.", KillSwitch = true)]
        public bool Value { get; init; } = true;
    }

    [SettingsGroup("bad")]
    internal sealed record KillSwitchNotBool
    {
        [Setting("x", "X.", Hot = true, KillSwitch = true)]
        public string Value { get; init; } = "";
    }

    [SettingsGroup("bad")]
    internal sealed record KillSwitchOff
    {
        [Setting("x", "X.", Hot = true, KillSwitch = true)]
        public bool Value { get; init; }
    }
}
