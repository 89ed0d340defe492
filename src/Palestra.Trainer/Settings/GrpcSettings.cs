using Palestra.Settings;

namespace Palestra.Trainer;

/// <summary>Where workers reach the daemon (the slow lane).</summary>
[SettingsGroup("grpc")]
public sealed record GrpcSettings
{
    [Setting("address", "IP address the slow lane listens on.")]
    public string Address { get; init; } = "127.0.0.1";

    [Setting("port", "Port of the slow lane (HTTP/2 without TLS); 0 takes a free one.", Unit = "port", Min = 0, Max = 65535, Env = "GYM_GRPC_PORT")]
    public int Port { get; init; } = 50055;

    [Setting("advertised_address", "Where workers are told to find the slow lane, for example http://lab.example:50055 behind NAT or a proxy; empty is where it listens.")]
    public string AdvertisedAddress { get; init; } = "";
}
