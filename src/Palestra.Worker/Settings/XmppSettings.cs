using Palestra.Settings;

namespace Palestra.Worker;

/// <summary>The XMPP server that BDI workers meet at: what its set-up and its clients must agree on.</summary>
[SettingsGroup("worker.xmpp")]
public sealed record XmppSettings
{
    [Setting("host", "Name or address of the XMPP server. Taken by BDI workers.", Env = "GYM_XMPP_HOST")]
    public string Host { get; init; } = "localhost";

    [Setting("client_port", "Port of the server for clients. Taken by BDI workers and the server's set-up.",
        Env = "GYM_XMPP_CLIENT_PORT", Unit = "port", Min = 1, Max = 65_535)]
    public int ClientPort { get; init; } = 5222;

    [Setting("http_port", "Port of the server's web admin without TLS. Taken by the server's set-up.",
        Env = "GYM_XMPP_HTTP_PORT", Unit = "port", Min = 1, Max = 65_535)]
    public int HttpPort { get; init; } = 5280;

    [Setting("https_port", "Port of the server's web admin and uploads with TLS. Taken by the server's set-up.",
        Env = "GYM_XMPP_HTTPS_PORT", Unit = "port", Min = 1, Max = 65_535)]
    public int HttpsPort { get; init; } = 5443;

    [Setting("admin_password", "Password of the server's administrator. Taken by the server's set-up.", Env = "GYM_XMPP_ADMIN_PASSWORD", Secret = true,
        Why = "The original's compose file said 'admin'; there is no default, so that nobody runs with it unknowingly.")]
    public string AdminPassword { get; init; } = "";

    public override string ToString() => $"XmppSettings {{ Host = {Host}, ClientPort = {ClientPort} }}";
}
