namespace Palestra.Settings.Tests;

/// <summary>Settings that change while somebody runs under them: hot ones, one that is not, rules across them.</summary>
[SettingsGroup("sample.live")]
internal sealed record LiveSample : IValidatedSettings
{
    [Setting("low", "Where filling begins.", Unit = "steps", Min = 0, Max = 1_000_000, Hot = true)]
    public int Low { get; init; } = 10;

    [Setting("high", "Where filling ends.", Unit = "steps", Min = 0, Max = 1_000_000, Hot = true)]
    public int High { get; init; } = 100;

    [Setting("capacity", "How much there is room for.", Unit = "steps", Min = 1, Max = 1_000_000)]
    public int Capacity { get; init; } = 1000;

    [Setting("guard", "Whether somebody watches.", Hot = true, KillSwitch = true)]
    public bool Guard { get; init; } = true;

    [Setting("badge", "What lets one in, at once.", Secret = true, Hot = true)]
    public string Badge { get; init; } = "";

    [Setting("code", "What is executed.", HostOnly = true)]
    public string Code { get; init; } = "";

    public IEnumerable<string> Validate()
    {
        if (Low > High)
        {
            yield return $"sample.live.low = {Low} must not be above sample.live.high = {High}.";
        }

        if (High > Capacity)
        {
            yield return $"sample.live.high = {High} must not be above sample.live.capacity = {Capacity}.";
        }
    }

    public override string ToString() => $"{Low}..{High} of {Capacity}";
}

internal static class Live
{
    public const string Low = "sample.live.low";
    public const string High = "sample.live.high";
    public const string Capacity = "sample.live.capacity";
    public const string Guard = "sample.live.guard";
    public const string Code = "sample.live.code";
    public const string Badge = "sample.live.badge";

    public static SettingsCatalog Catalog { get; } =
        SettingsCatalog.Of(typeof(LiveSample), typeof(SampleSettings), typeof(SampleSecrets), typeof(LiveSettings));

    /// <summary>Changes one setting on the console.</summary>
    public static ChangeOutcome Set(this SettingsHub hub, string key, string? value) => hub.Set((key, value));

    /// <summary>Changes several settings at once.</summary>
    public static ChangeOutcome Set(this SettingsHub hub, params (string Key, string? Value)[] values) =>
        hub.Change(Edit(values));

    public static SettingsEdit Edit(params (string Key, string? Value)[] values) => new()
    {
        Values = [.. values.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value))],
        Who = "ada",
        Via = ChangeVia.Console,
    };

    public static ChangeOutcome.Applied Applied(this ChangeOutcome outcome) => Assert.IsType<ChangeOutcome.Applied>(outcome);

    /// <summary>The only reason of a refusal.</summary>
    public static SettingsError Refused(this ChangeOutcome outcome) =>
        Assert.Single(Assert.IsType<ChangeOutcome.Refused>(outcome).Errors);

    public static EffectiveSetting Row(this SettingsHub hub, string key) =>
        hub.Current.TryFind(key, out var setting, out var problem) ? setting : throw new InvalidOperationException(problem);
}
