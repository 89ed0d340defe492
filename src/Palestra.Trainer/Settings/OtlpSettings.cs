using Palestra.Settings;

namespace Palestra.Trainer;

/// <summary>Where the daemon's metrics are sent, besides <c>/metrics</c>.</summary>
[SettingsGroup("telemetry.otlp")]
public sealed record OtlpSettings : IValidatedSettings
{
    [Setting("enabled", "Whether metrics are sent to the collector, if one is set.", Env = "GYM_OTLP_ENABLED", Hot = true, KillSwitch = true)]
    public bool Enabled { get; init; } = true;

    [Setting("endpoint", "OpenTelemetry collector that gets the daemon's metrics, for example http://127.0.0.1:4318; empty sends nothing.", Env = "GYM_OTLP_ENDPOINT", Hot = true)]
    public string Endpoint { get; init; } = "";

    [Setting("protocol", "What the collector speaks: http/protobuf (usually port 4318) or grpc (usually port 4317).", Allowed = ["http/protobuf", "grpc"], Env = "GYM_OTLP_PROTOCOL", Hot = true)]
    public string Protocol { get; init; } = "http/protobuf";

    [Setting("interval", "Time between two exports. Shorter shows changes sooner and sends more.", Unit = "s", Min = 0.05, Max = 3600, Env = "GYM_OTLP_INTERVAL", Hot = true)]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    [Setting("timeout", "How long an export may take before it is given up; the daemon's end waits no longer than this for the last one.", Unit = "s", Min = 0.1, Max = 60, Env = "GYM_OTLP_TIMEOUT", Hot = true)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where to send; <c>null</c> when no collector is set, or it is no URL.</summary>
    internal Uri? EndpointUrl => Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;

    public IEnumerable<string> Validate() => Endpoint.Length == 0 || EndpointUrl is not null
        ? []
        : [$"telemetry.otlp.endpoint = '{Endpoint}' is not a URL: for example http://127.0.0.1:4318, or empty for none."];
}
