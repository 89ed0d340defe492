using System.Net.Sockets;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Wire;

namespace Palestra.Trainer.Hosting;

/// <summary>
/// An exception as the daemon's log says it: what may happen to anyone (disk, network, a peer that left) is its
/// sentences; only what points to a fault of ours also has its stack, on lines of its own.
/// </summary>
internal static class ExceptionText
{
    private const string Indent = "    ";

    /// <summary>The sentences of the exception and of its causes, on one line.</summary>
    public static string Sentences(Exception exception)
    {
        var said = new List<string>();
        for (var e = exception; e is not null; e = e.InnerException)
        {
            var sentence = e.Message.ReplaceLineEndings(" ");
            if (!said.Exists(earlier => earlier.Contains(sentence, StringComparison.Ordinal)))
            {
                said.Add(IsExpected(e) ? sentence : $"{e.GetType().Name}: {sentence}");
            }
        }

        return string.Join(" <- ", said);
    }

    /// <summary>Where it happened, each frame indented on a line of its own; <c>null</c> for what is expected to happen.</summary>
    public static string? Stack(Exception exception) => IsExpected(exception) || exception.StackTrace is not { } stack
        ? null
        : string.Join(Environment.NewLine, stack.Split('\n').Select(frame => Indent + frame.Trim()));

    private static bool IsExpected(Exception exception) => exception is IOException or SocketException or UnauthorizedAccessException
        or OperationCanceledException or GrpcStatusException or RunFileException or BusCompletedException or DaemonStartException;
}
