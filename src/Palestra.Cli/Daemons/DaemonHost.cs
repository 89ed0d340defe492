using Microsoft.Extensions.Logging;
using Palestra.Cli.Chaos;
using Palestra.Trainer;

namespace Palestra.Cli;

/// <summary>Starts a daemon in this process.</summary>
internal static class DaemonHost
{
    /// <param name="httpPort"><c>null</c> takes the setting, 0 a free port.</param>
    /// <param name="grpcPort"><c>null</c> takes the setting, 0 a free port.</param>
    /// <param name="stopWorkers">Whether its workers end with it.</param>
    /// <exception cref="UserErrorException">It cannot start; the sentence says why.</exception>
    public static async Task<Daemon> StartAsync(Workbench workbench, int? httpPort, int? grpcPort, bool stopWorkers, LogLevel logLevel)
    {
        try
        {
            return await Daemon.StartAsync(
                new DaemonOptions
                {
                    DataRoot = workbench.Data,
                    Settings = workbench.Settings,
                    Sources = workbench.Sources,
                    HttpPort = httpPort,
                    GrpcPort = grpcPort,
                    StopWorkers = stopWorkers,
                    WorkerCommand = [.. Executable(), "worker"],
                    WorkerArguments = workbench.SettingArguments,
                    LogLevel = logLevel,
                },
                MovableClock.OfThisProcess());
        }
        catch (DaemonStartException error)
        {
            throw new UserErrorException(error.Message);
        }
    }

    /// <summary>How this program was started: its own executable, or <c>dotnet palestra.dll</c>.</summary>
    public static string[] Executable()
    {
        var process = Environment.ProcessPath ?? throw new UserErrorException("This program cannot tell where its own executable is.");
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, Path.Combine(AppContext.BaseDirectory, "palestra.dll")]
            : [process];
    }
}
