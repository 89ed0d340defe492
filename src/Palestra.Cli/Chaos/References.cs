using System.Diagnostics;
using System.Globalization;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Cli.Chaos;

/// <summary>Undisturbed runs, one of each kind, made when first asked for. Not thread-safe.</summary>
internal sealed class References(DataRoot data, Func<RunKind, ulong> seedOf)
{
    private readonly Dictionary<RunKind, RunFolder> _made = [];

    /// <exception cref="ChaosException">Not even an undisturbed run succeeds.</exception>
    public async Task<RunFolder> OfAsync(RunKind kind, CancellationToken cancel)
    {
        if (_made.TryGetValue(kind, out var folder))
        {
            return folder;
        }

        var command = DaemonHost.Executable();
        var request = kind.Request($"undisturbed-{kind.Name}", seedOf(kind), disturbed: false);
        string[] words =
        [
            .. command[1..], "run", kind.EnvId, "--data-dir", data.Path, "--algo", request.Algorithm!, "--run-id", request.RunId!, "--json",
            "--steps", Text(kind.Steps), "--num-envs", Text(kind.NumEnvs), "--seed", request.Seed!.Value.ToString(CultureInfo.InvariantCulture),
        ];
        using var process = Process.Start(new ProcessStartInfo(command[0], words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var stdout = process.StandardOutput.ReadToEndAsync(cancel);
        var stderr = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        await stdout;
        if (process.ExitCode != 0)
        {
            throw new ChaosException($"The undisturbed run '{request.RunId}' failed: {(await stderr).Trim()}");
        }

        return _made[kind] = data.Run(RunId.Parse(request.RunId!));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
