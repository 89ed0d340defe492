using Palestra.Settings;

namespace Palestra.Worker;

/// <summary>How a worker whose agent reasons with beliefs, desires and intentions signs in at the XMPP server.</summary>
[SettingsGroup("worker.bdi")]
public sealed record BdiSettings
{
    [Setting("jid", "XMPP address of the agent. Taken by BDI workers; no built-in algorithm is one yet.", Env = "GYM_BDI_JID")]
    public string Jid { get; init; } = "agent@localhost";

    [Setting("password", "Password of that address. Taken by BDI workers; no built-in algorithm is one yet.", Env = "GYM_BDI_PASSWORD", Secret = true,
        Why = "The original's default was the word 'secret' in its code: a password that everybody knows is none, so there is no default.")]
    public string Password { get; init; } = "";

    [Setting("start_timeout", "How long an agent may take to sign in. Taken by BDI workers; no built-in algorithm is one yet.",
        Env = "GYM_BDI_START_TIMEOUT", Unit = "s", Min = 0.1, Max = 3600)]
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public override string ToString() => $"BdiSettings {{ Jid = {Jid}, StartTimeout = {StartTimeout} }}";
}
