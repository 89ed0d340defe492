using System.Diagnostics;

namespace Palestra.Trainer.Workers;

/// <summary>
/// The process that executes a run: one the daemon started itself, or one of an earlier daemon that it only knows by
/// pid. Thread-safe.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process? _child;
    private int? _exitCode;
    private bool _exited;

    private WorkerProcess(ProcessIdentity identity, Process? child)
    {
        Identity = identity;
        _child = child;
    }

    public ProcessIdentity Identity { get; }

    public int Pid => Identity.Pid;

    /// <summary>Known only of a process this daemon started, and only once it ended.</summary>
    public int? ExitCode => _exitCode;

    public bool IsAlive()
    {
        if (_exited)
        {
            return false;
        }

        if (_child is null)
        {
            _exited = !Identity.IsAlive();
        }
        else if (_child.HasExited)
        {
            _exitCode = _child.ExitCode;
            _exited = true;
        }

        return !_exited;
    }

    /// <summary>Calls back once when the process ends; never for one this daemon did not start.</summary>
    public void OnExit(Action ended)
    {
        if (_child is not null)
        {
            _child.Exited += (_, _) => ended();
            _child.EnableRaisingEvents = true;
        }
    }

    public void Terminate() => Signals.Terminate(Identity);

    public void Kill() => Signals.Kill(Identity);

    public void Dispose() => _child?.Dispose();

    public static WorkerProcess Child(Process process)
    {
        var started = ProcessIdentity.TryReadStat($"/proc/{process.Id}/stat", out var identity, out _)
            ? identity
            : new ProcessIdentity(process.Id, 0);
        return new WorkerProcess(started, process);
    }

    /// <summary>A process of an earlier daemon.</summary>
    public static WorkerProcess Known(ProcessIdentity identity) => new(identity, null);
}
