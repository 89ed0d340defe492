using Palestra.Settings;

namespace Palestra.Wire.Tests;

public sealed class WireSettingsTests
{
    [Fact]
    public void The_settings_stand_in_the_registry_and_their_defaults_are_allowed()
    {
        var snapshot = SettingsLoader.Load(SettingsCatalog.Of(WireSettings.Groups), new SettingsSources
        {
            Environment = new Dictionary<string, string> { ["GYM_WIRE_MAX_MESSAGE_BYTES"] = "4096" },
            CommandLine = [new("wire.keep_alive_delay", "1.5")],
        });
        Assert.Equal(
            new WireSettings { MaxMessageBytes = 4096, KeepAliveDelay = TimeSpan.FromSeconds(1.5) }, snapshot.Get<WireSettings>());
    }

    [Theory]
    [InlineData("wire.max_message_bytes", "10")]
    [InlineData("wire.connect_timeout", "0")]
    [InlineData("wire.stream_window_bytes", "100")]
    public void Values_the_protocol_cannot_have_are_refused(string key, string value) => Assert.Throws<SettingsException>(() =>
        SettingsLoader.Load(SettingsCatalog.Of(WireSettings.Groups), new SettingsSources { CommandLine = [new(key, value)] }));
}
