namespace Palestra.Telemetry;

/// <summary>What one log record is about.</summary>
public enum LogScope
{
    Run,
    Worker,
    Session,
    Stream,
    Subscriber,
    Component,
}
