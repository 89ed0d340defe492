using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Wire;

public static partial class WireMap
{
    public static V1.EpisodeFinalized ToProto(EpisodeFinalized episode)
    {
        var message = new V1.EpisodeFinalized
        {
            AgentId = episode.Stream.AgentId,
            Slot = (uint)episode.Stream.Slot,
            Episode = (ulong)episode.Episode,
            FirstSeq = (ulong)episode.FirstSeq,
            LastSeq = (ulong)episode.LastSeq,
            Return = episode.Return,
            Terminated = episode.Terminated,
            Truncated = episode.Truncated,
            StartTimeUs = episode.StartTimeUs,
            EndTimeUs = episode.EndTimeUs,
        };
        if (episode.Seed is { } seed)
        {
            message.Seed = seed;
        }

        if (episode.InitialObservationJson is { } observation)
        {
            message.InitialObservationJson = observation;
        }

        foreach (var (name, value) in episode.Metrics)
        {
            message.Metrics.Add(name, value);
        }

        return message;
    }

    public static (EpisodeFinalized? Value, string? Error) FromProto(V1.EpisodeFinalized message)
    {
        if ((StreamError(message.AgentId, message.Slot) ?? EpisodeError(message)) is { } error)
        {
            return (null, error);
        }

        return (new EpisodeFinalized
        {
            Stream = new StreamKey(message.AgentId, (int)message.Slot),
            Episode = (long)message.Episode,
            FirstSeq = (long)message.FirstSeq,
            LastSeq = (long)message.LastSeq,
            Return = message.Return,
            Terminated = message.Terminated,
            Truncated = message.Truncated,
            Seed = message.HasSeed ? message.Seed : null,
            StartTimeUs = message.StartTimeUs,
            EndTimeUs = message.EndTimeUs,
            InitialObservationJson = message.HasInitialObservationJson ? message.InitialObservationJson : null,
            Metrics = new Dictionary<string, double>(message.Metrics, StringComparer.Ordinal),
        }, null);
    }

    public static V1.LogRecord ToProto(LogRecord record) => new()
    {
        TimeUs = record.TimeUs,
        Severity = (V1.Severity)record.Severity,
        Id = record.Id,
        Component = record.Component,
        Message = record.Message,
        AgentId = record.AgentId ?? "",
    };

    public static (LogRecord? Value, string? Error) FromProto(V1.LogRecord message)
    {
        var error = NameError("Log id", message.Id)
            ?? NameError("Log component", message.Component)
            ?? (message.AgentId.Length == 0 ? null : StreamError(message.AgentId, 0))
            ?? (message.Severity is >= V1.Severity.Debug and <= V1.Severity.Error
                ? null
                : $"Severity {(int)message.Severity} of log '{message.Id}' is unknown: 1 (DEBUG) to 4 (ERROR) are allowed.");
        return error is not null ? (null, error) : (new LogRecord
        {
            TimeUs = message.TimeUs,
            Severity = (LogSeverity)message.Severity,
            Id = message.Id,
            Component = message.Component,
            Message = message.Message,
            AgentId = message.AgentId.Length == 0 ? null : message.AgentId,
        }, null);
    }

    public static V1.Heartbeat ToProto(Heartbeat heartbeat) => new()
    {
        ComponentId = heartbeat.ComponentId,
        LastSeq = (ulong)heartbeat.LastSeq,
        Total = (ulong)heartbeat.Total,
        Dropped = (ulong)heartbeat.Dropped,
        LagMs = heartbeat.LagMs,
        TimeUs = heartbeat.TimeUs,
    };

    /// <summary>
    /// <c>unacknowledged_steps</c> and <c>figures</c> have no place in the event: who wants them takes them from the
    /// message. They are checked here all the same.
    /// </summary>
    public static (Heartbeat? Value, string? Error) FromProto(V1.Heartbeat message)
    {
        if ((NameError("Component", message.ComponentId) ?? HeartbeatError(message)) is { } error)
        {
            return (null, error);
        }

        return (new Heartbeat
        {
            ComponentId = message.ComponentId,
            LastSeq = (long)message.LastSeq,
            Total = (long)message.Total,
            Dropped = (long)message.Dropped,
            LagMs = message.LagMs,
            TimeUs = message.TimeUs,
        }, null);
    }

    private static string? EpisodeError(V1.EpisodeFinalized message)
    {
        if (message.Episode > long.MaxValue || message.LastSeq > long.MaxValue || message.FirstSeq < 1 || message.FirstSeq > message.LastSeq)
        {
            return $"Episode {message.Episode} is said to span the sequence numbers {message.FirstSeq} to {message.LastSeq}: "
                + $"they begin with 1, ascend, and like the episode end with {long.MaxValue}.";
        }

        if (!double.IsFinite(message.Return))
        {
            return $"The return of episode {message.Episode} is {message.Return}: returns must be finite numbers.";
        }

        return FiguresError($"Metric '{{0}}' of episode {message.Episode}", message.Metrics)
            ?? (message.HasInitialObservationJson && JsonError(Utf8.GetBytes(message.InitialObservationJson), JsonTokenType.None) is { } error
                ? $"The initial observation of episode {message.Episode} is not valid JSON: {error}"
                : null);
    }

    private static string? HeartbeatError(V1.Heartbeat message)
    {
        var highest = Math.Max(Math.Max(message.LastSeq, message.Total), Math.Max(message.Dropped, message.UnacknowledgedSteps));
        return highest > long.MaxValue ? $"A count of {highest} in the heartbeat of '{message.ComponentId}' is not allowed: at most {long.MaxValue} is."
            : !(double.IsFinite(message.LagMs) && message.LagMs >= 0)
                ? $"The lag of '{message.ComponentId}' is {message.LagMs} ms: it must be a finite number, 0 or more."
            : FiguresError($"Figure '{{0}}' of '{message.ComponentId}'", message.Figures);
    }

    /// <summary>JSON, and with it every export and chart, knows no NaN and no infinity.</summary>
    private static string? FiguresError(string what, IDictionary<string, double> figures)
    {
        foreach (var (name, value) in figures)
        {
            if (!double.IsFinite(value))
            {
                return $"{what.Replace("{0}", Shortened(name), StringComparison.Ordinal)} is {value}: only finite numbers are allowed; leave out a figure that does not exist.";
            }

            if (name.Length is 0 or > MaxNameLength)
            {
                return $"{what.Replace("{0}", Shortened(name), StringComparison.Ordinal)} has a name of {name.Length} characters: 1 to {MaxNameLength} are allowed.";
            }
        }

        return null;
    }
}
