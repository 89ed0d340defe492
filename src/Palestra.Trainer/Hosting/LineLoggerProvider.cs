using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Palestra.Telemetry;

namespace Palestra.Trainer.Hosting;

/// <summary>
/// The daemon's own log: one line per record, to a file in the data folder and to stderr; only the stack of an error
/// that nobody expected follows on indented lines. A log that cannot be written never stops the daemon. Thread-safe.
/// </summary>
internal sealed class LineLoggerProvider(TimeProvider clock, string? file, bool toStderr, LogLevel least) : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, LineLogger> _loggers = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly FileStream? _file = file is null ? null : TryOpen(file);
    private bool _torn;

    private LogLevel Least => least;

    public ILogger CreateLogger(string categoryName) =>
        _loggers.GetOrAdd(categoryName, static (name, owner) => new LineLogger(owner, name[(name.LastIndexOf('.') + 1)..]), this);

    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
        }
    }

    private static FileStream? TryOpen(string file)
    {
        try
        {
            // Without a buffer: what a full disk refused would come back at every later write, and at the end.
            return new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write(LogLevel level, string category, string? runId, string message, Exception? exception)
    {
        var line = new StringBuilder()
            .Append(new DaemonLogLine(clock.GetUtcNow(), Severity(level), category, runId, message.ReplaceLineEndings(" ")));
        if (exception is not null)
        {
            line.Append(" | ").Append(ExceptionText.Sentences(exception));
            if (ExceptionText.Stack(exception) is { } stack)
            {
                line.AppendLine().Append(stack);
            }
        }

        lock (_lock)
        {
            WriteToFile(line);
            if (toStderr)
            {
                WriteToStderr(line);
            }
        }
    }

    private void WriteToFile(StringBuilder line)
    {
        try
        {
            _file?.Write(Encoding.UTF8.GetBytes($"{(_torn ? Environment.NewLine : "")}{line}{Environment.NewLine}"));
            _torn = false;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A full disk must not take the daemon down with it.
            _torn = true;
        }
    }

    private static void WriteToStderr(StringBuilder line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (IOException)
        {
            // It may be a file on that disk, or a pipe that nobody reads any more.
        }
    }

    private static LogSeverity Severity(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => LogSeverity.Debug,
        LogLevel.Information => LogSeverity.Info,
        LogLevel.Warning => LogSeverity.Warning,
        _ => LogSeverity.Error,
    };

    /// <summary>Messages about a run name it in a value of this name, so that it can be filtered by.</summary>
    private static string? RunIdOf<TState>(TState state) =>
        (state as IReadOnlyList<KeyValuePair<string, object?>>)?.FirstOrDefault(value => value.Key == "RunId").Value as string;

    private sealed class LineLogger(LineLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= owner.Least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner.Write(logLevel, category, RunIdOf(state), formatter(state, exception), exception);
            }
        }
    }
}
