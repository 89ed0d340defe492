using Palestra.Settings;

namespace Palestra.Wire;

/// <summary>Tunables of the gRPC transport, for the server and the client alike. Which port is the trainer's affair.</summary>
[SettingsGroup("wire")]
public sealed record WireSettings
{
    /// <summary>What the settings registry reads from this room.</summary>
    public static Type[] Groups { get; } = [typeof(WireSettings)];

    /// <summary>
    /// A receiver holds a whole message before it can parse it, so this bounds what one peer can make us keep. The
    /// default lets a full batch of 4,096 steps carry 16 KiB a step; credits bound how many such batches are under way.
    /// </summary>
    [Setting("max_message_bytes", "Largest message that is accepted; larger ones end their call with RESOURCE_EXHAUSTED.", Unit = "bytes", Min = 1024, Max = 1 << 30)]
    public int MaxMessageBytes { get; init; } = 64 << 20;

    [Setting("stream_window_bytes", "HTTP/2 flow-control window of one call: how much a sender may be ahead of its receiver.", Unit = "bytes", Min = 65535, Max = 16 << 20)]
    public int StreamWindowBytes { get; init; } = 4 << 20;

    [Setting("connection_window_bytes", "HTTP/2 flow-control window of all calls of one connection together.", Unit = "bytes", Min = 65535, Max = 1 << 30)]
    public int ConnectionWindowBytes { get; init; } = 16 << 20;

    [Setting("cork_bytes", "A corked writer sends once this much has gathered, without waiting for its flush.", Unit = "bytes", Min = 1024, Max = 16 << 20)]
    public int CorkBytes { get; init; } = 64 << 10;

    [Setting("keep_alive_delay", "A connection that was silent this long is pinged, so that a dead peer is noticed.", Unit = "s", Min = 1, Max = 86400)]
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(20);

    [Setting("keep_alive_timeout", "A peer that leaves a ping unanswered this long is taken for dead.", Unit = "s", Min = 1, Max = 86400)]
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    [Setting("connect_timeout", "A connection that is not made within this time is given up.", Unit = "s", Min = 0.1, Max = 3600)]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    [Setting("kept_corks", "A send buffer that a large message blew up is let go when it is over so many corks.", Unit = "corks", Min = 1, Max = 1024)]
    public int KeptCorks { get; init; } = 16;
}
