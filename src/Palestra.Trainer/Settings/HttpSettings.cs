using Palestra.Settings;

namespace Palestra.Trainer;

/// <summary>Where the console and the API are served.</summary>
[SettingsGroup("http")]
public sealed record HttpSettings
{
    [Setting("address", "IP address the console and the API listen on; any address that is not loopback makes every request need the token.")]
    public string Address { get; init; } = "127.0.0.1";

    [Setting("port", "Port of the console and the API; 0 takes a free one.", Unit = "port", Min = 0, Max = 65535, Env = "GYM_HTTP_PORT")]
    public int Port { get; init; } = 7380;
}
