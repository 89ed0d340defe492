using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Http;

/// <summary>Takes the figures of the daemon as they are now.</summary>
internal sealed class SystemFigures(RunRegistry registry, DaemonInfo daemon, Func<long> refusedSessions)
{
    public HealthView Health() => new("ok", daemon.Version, Environment.ProcessId, daemon.StartedUs);

    public SystemView Take()
    {
        var runs = registry.Active;
        return new SystemView
        {
            Version = daemon.Version,
            Pid = Environment.ProcessId,
            Host = Environment.MachineName,
            StartedUs = daemon.StartedUs,
            DataDir = daemon.Root.Path,
            HttpAddress = daemon.HttpAddress,
            GrpcAddress = daemon.GrpcAddress,
            CpuCount = Environment.ProcessorCount,
            Disk = Disk(),
            Workers = new WorkerCountView(runs.Count(r => r.WorkerAlive), runs.Count(r => r.Connected)),
            RefusedSessions = refusedSessions(),
            Runs = [.. runs.Select(r => PipelineViews.From(r))],
        };
    }

    private DiskView Disk()
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(daemon.Root.Path));
            return new DiskView(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new DiskView(0, 0);
        }
    }
}
