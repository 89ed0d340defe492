using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Palestra.EndToEnd.Tests;

/// <summary><c>palestra up</c> on free ports, as a process that can be killed.</summary>
internal sealed class DaemonProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _stderr = new();

    public DaemonProcess(string dataDir, params string[] arguments)
        : this(dataDir, 0, arguments)
    {
    }

    public DaemonProcess(string dataDir, int port, params string[] arguments)
    {
        _process = Executable.Start(dataDir, ["up", "--port", port.ToString(CultureInfo.InvariantCulture), "--grpc-port", "0", .. arguments]);
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_stderr)
            {
                _stderr.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        var url = _process.StandardOutput.ReadLineAsync();
        if (!url.Wait(Shell.Patience) || url.Result is null)
        {
            _process.Kill(entireProcessTree: false);
            throw new InvalidOperationException($"The daemon printed no URL.\n{Stderr}");
        }

        Url = new Uri(url.Result);
    }

    /// <summary>What <c>up</c> printed.</summary>
    public Uri Url { get; }

    public string Stderr
    {
        get
        {
            lock (_stderr)
            {
                return _stderr.ToString();
            }
        }
    }

    /// <summary>kill -9: no goodbye, nothing flushed.</summary>
    public void Kill()
    {
        Signals.Kill(_process.Id);
        _process.WaitForExit();
    }

    /// <summary>Ctrl-C.</summary>
    public int Interrupt()
    {
        Signals.Send(_process.Id, "INT");
        Assert.True(_process.WaitForExit(Shell.Patience), $"The daemon did not end after Ctrl-C.\n{Stderr}");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
