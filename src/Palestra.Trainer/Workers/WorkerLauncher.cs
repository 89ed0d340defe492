using System.ComponentModel;
using System.Diagnostics;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Workers;

/// <summary>
/// Starts worker processes on this machine. A worker leads its own session, so neither Ctrl-C at the daemon's terminal
/// nor the daemon's death reaches it; it appends its output to files, so no pipe can fill up or break; and it writes
/// its own pid before anything else, so a daemon that is killed in this very moment leaves no worker without a trace.
/// </summary>
internal sealed class WorkerLauncher(DataRoot root, IReadOnlyList<string> command, IReadOnlyList<string> arguments)
{
    private const string Shell = "/bin/sh";

    // $1 pid file, $2 stdout, $3 stderr, then the command. `exec` keeps pid and start time. Output that a full disk has no
    // room for goes nowhere: a shell that cannot open a file would end, and the run with it (P-CALM).
    private const string Script =
        """
        pid=$1; out=$2; err=$3; shift 3
        read -r stat </proc/$$/stat 2>/dev/null || stat=$$
        printf '%s\n' "$stat" >"$pid.new" && mv "$pid.new" "$pid"
        true 2>/dev/null >>"$out" || out=/dev/null
        true 2>/dev/null >>"$err" || err=/dev/null
        exec "$@" </dev/null >>"$out" 2>>"$err"
        """;

    private static readonly string? Setsid = FindOnPath("setsid");

    public static string PidFile(RunFolder folder) => Path.Combine(folder.Path, "worker.pid");

    /// <summary>Never throws for reasons of the command itself: those show as an exit code and a line on stderr.</summary>
    /// <exception cref="WorkerLaunchException">The operating system refused to start a process.</exception>
    public WorkerProcess Launch(RunId runId)
    {
        var folder = root.Run(runId);
        var start = new ProcessStartInfo { UseShellExecute = false, WorkingDirectory = folder.Path };
        var words = new List<string>();
        if (!OperatingSystem.IsWindows())
        {
            if (Setsid is not null)
            {
                words.Add(Setsid);
            }

            words.AddRange([Shell, "-c", Script, "palestra-worker", PidFile(folder), folder.StdoutFile, folder.StderrFile]);
        }

        words.AddRange([.. command, "--data-dir", root.Path, "--run-id", runId.Value, .. arguments]);
        start.FileName = words[0];
        foreach (var word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        try
        {
            return WorkerProcess.Child(Process.Start(start) ?? throw new WorkerLaunchException($"No process was started for '{words[0]}'."));
        }
        catch (Win32Exception e)
        {
            throw new WorkerLaunchException($"The worker could not be started with '{string.Join(' ', command)}': {e.Message}.", e);
        }
    }

    /// <summary>The worker an earlier daemon started, running or not; <c>null</c> if none ever began.</summary>
    public WorkerProcess? FindEarlier(RunId runId) =>
        ProcessIdentity.TryReadStat(PidFile(root.Run(runId)), out var identity, out _) ? WorkerProcess.Known(identity) : null;

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
