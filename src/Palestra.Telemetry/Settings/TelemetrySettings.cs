namespace Palestra.Telemetry;

public static class TelemetrySettings
{
    /// <summary>Every settings record of this room, for the catalogue.</summary>
    public static Type[] Groups { get; } = [typeof(RunBusSettings), typeof(CreditSettings), typeof(HeartbeatSettings)];
}
