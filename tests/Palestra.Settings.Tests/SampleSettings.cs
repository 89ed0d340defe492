namespace Palestra.Settings.Tests;

internal enum SampleMode
{
    FastLaneOnly,
    DualPath,
}

/// <summary>One setting of every type, with every kind of limit.</summary>
[SettingsGroup("sample.sink")]
internal sealed record SampleSettings : IValidatedSettings
{
    [Setting("batch_size", "Steps written at once.", Env = "GYM_SINK_BATCH_SIZE", Unit = "steps", Min = 1, Max = 4096)]
    public int BatchSize { get; init; } = 64;

    [Setting("max_bytes", "Largest file.", Unit = "bytes", Min = 0)]
    public long MaxBytes { get; init; } = 1L << 40;

    [Setting("ratio", "Share of something.", Unit = "1", Min = 0, Max = 1, Hot = true)]
    public double Ratio { get; init; } = 0.1;

    [Setting("interval", "Time between two.", Unit = "s", Min = 0.1, Max = 3600)]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    [Setting("delay", "Pause in between.", Unit = "ms", Min = 0)]
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(140);

    [Setting("enabled", "On or off.")]
    public bool Enabled { get; init; } = true;

    [Setting("mode", "Which lanes.")]
    public SampleMode Mode { get; init; } = SampleMode.DualPath;

    [Setting("level", "How much is logged.", Allowed = ["debug", "info", "warn"])]
    public string Level { get; init; } = "info";

    [Setting("title", "A name for people.")]
    public string Title { get; init; } = "";

    public IEnumerable<string> Validate()
    {
        if (BatchSize > MaxBytes)
        {
            yield return $"sample.sink.batch_size = {BatchSize} must not be above sample.sink.max_bytes = {MaxBytes}.";
        }
    }
}

[SettingsGroup("sample.login")]
internal sealed record SampleSecrets : IValidatedSettings
{
    [Setting("token", "What lets one in.", Env = "GYM_SAMPLE_TOKEN", Secret = true)]
    public string Token { get; init; } = "";

    public IEnumerable<string> Validate() => Token.EndsWith('!') ? [$"sample.login.token '{Token}' ends badly."] : [];

    public override string ToString() => nameof(SampleSecrets);
}

internal static class Sample
{
    public static SettingsCatalog Catalog { get; } = SettingsCatalog.Of(typeof(SampleSettings), typeof(SampleSecrets));

    /// <summary>Every setting with a valid value that is not its default, and a second one.</summary>
    public static TheoryData<string, string, string> OtherValues => new()
    {
        { "sample.sink.batch_size", "128", "4096" },
        { "sample.sink.max_bytes", "9223372036854775807", "5000" },
        { "sample.sink.ratio", "0.30000000000000004", "1" },
        { "sample.sink.interval", "0.1", "2.5" },
        { "sample.sink.delay", "0.001", "250" },
        { "sample.sink.enabled", "false", "false" },
        { "sample.sink.mode", "fast-lane-only", "fast-lane-only" },
        { "sample.sink.level", "debug", "warn" },
        { "sample.sink.title", "two words", "three more words" },
    };
}
