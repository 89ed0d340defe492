using System.Diagnostics;
using System.Globalization;
using Palestra.Storage;

namespace Palestra.Cli.Chaos;

/// <summary><c>palestra up</c> as a process of its own, which can be killed, frozen and started again. Not thread-safe.</summary>
internal sealed class DaemonUnderTest(DataRoot data, int grpcPort, Uri advertised, ClockFolder clocks, ChaosTimes times) : IDisposable
{
    private Process? _process;
    private string _lastWords = "";

    public int Starts { get; private set; }

    public int Pid => Process.Id;

    private Process Process => _process ?? throw new InvalidOperationException("The daemon was never started.");

    /// <exception cref="ChaosException">It did not come up.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        _process?.Dispose();
        var command = DaemonHost.Executable();
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[
            .. command[1..], "up", "--data-dir", data.Path, "--port", "0",
            "--grpc-port", grpcPort.ToString(CultureInfo.InvariantCulture),
            "--set", $"grpc.advertised_address={advertised}",
            // A pulled cable is noticed by unanswered pings: soon enough for a short session.
            "--set", "wire.keep_alive_delay=1", "--set", "wire.keep_alive_timeout=2"])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment[ClockFolder.Variable] = clocks.Name;
        _process = Process.Start(start) ?? throw new ChaosException($"'{command[0]}' was not started.");
        Starts++;
        _process.ErrorDataReceived += (_, line) => _lastWords = line.Data is { Length: > 0 } text ? text : _lastWords;
        _process.BeginErrorReadLine();
        try
        {
            var url = await _process.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(times.DaemonPatience, TimeProvider.System, cancel);
            if (url is null)
            {
                await _process.WaitForExitAsync(cancel);
                throw new ChaosException($"The daemon ended at its start with exit code {_process.ExitCode}. Its last words: {_lastWords}");
            }
        }
        catch (TimeoutException)
        {
            throw new ChaosException($"The daemon was not up within {times.DaemonPatience.TotalSeconds:0} s. Its last words: {_lastWords}");
        }
    }

    /// <summary>kill -9: no goodbye, nothing flushed.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        PosixSignals.Kill(Process.Id);
        await Process.WaitForExitAsync(cancel);
    }

    /// <summary>SIGTERM: a graceful end.</summary>
    /// <exception cref="ChaosException">It did not end, or not well.</exception>
    public async Task EndAsync(CancellationToken cancel)
    {
        PosixSignals.Terminate(Process.Id);
        try
        {
            await Process.WaitForExitAsync(cancel).WaitAsync(times.DaemonPatience, TimeProvider.System, cancel);
        }
        catch (TimeoutException)
        {
            throw new ChaosException($"The daemon had not ended {times.DaemonPatience.TotalSeconds:0} s after SIGTERM. Its last words: {_lastWords}");
        }

        if (Process.ExitCode != 0)
        {
            throw new ChaosException($"The daemon ended with exit code {Process.ExitCode} after SIGTERM. Its last words: {_lastWords}");
        }
    }

    public void Freeze() => PosixSignals.Stop(Process.Id);

    public void Thaw() => PosixSignals.Continue(Process.Id);

    /// <returns><c>null</c>, or a sentence if it is gone although nobody ended it.</returns>
    public string? Missing() =>
        Process.HasExited ? $"The daemon ended by itself with exit code {Process.ExitCode}. Its last words: {_lastWords}" : null;

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            PosixSignals.Kill(_process.Id);
            _process.WaitForExit();
        }

        _process?.Dispose();
    }
}
