using Palestra.Telemetry;

namespace Palestra.Wire;

/// <summary>
/// Between the messages of <c>palestra.v1</c> and the events of telemetry. Whatever a peer sends, <c>FromProto</c>
/// answers with either a valid event or one sentence that says what is wrong; it never throws. Thread-safe.
/// </summary>
public static partial class WireMap
{
    /// <summary>The message shares the batch's bytes; neither may be changed afterwards.</summary>
    public static V1.StepBatch ToProto(StepBatch batch) => throw new NotImplementedException();

    /// <summary>The batch takes over the message's bytes.</summary>
    public static (StepBatch? Value, string? Error) FromProto(V1.StepBatch message) => throw new NotImplementedException();

    public static V1.EpisodeFinalized ToProto(EpisodeFinalized episode) => throw new NotImplementedException();

    public static (EpisodeFinalized? Value, string? Error) FromProto(V1.EpisodeFinalized message) => throw new NotImplementedException();

    public static V1.LogRecord ToProto(LogRecord record) => throw new NotImplementedException();

    public static (LogRecord? Value, string? Error) FromProto(V1.LogRecord message) => throw new NotImplementedException();

    public static V1.Heartbeat ToProto(Heartbeat heartbeat) => throw new NotImplementedException();

    public static (Heartbeat? Value, string? Error) FromProto(V1.Heartbeat message) => throw new NotImplementedException();
}
