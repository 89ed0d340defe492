using System.Text.Json;

namespace Palestra.EndToEnd.Tests;

/// <summary>What one command printed and how it ended.</summary>
internal sealed record Answer(int ExitCode, string Stdout, string Stderr)
{
    public JsonElement Json() => JsonDocument.Parse(Stdout).RootElement;

    public Answer Succeeds()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}.\nstdout:\n{Stdout}\nstderr:\n{Stderr}");
        return this;
    }
}

/// <summary>A user at a terminal with an empty data folder of their own.</summary>
internal sealed class Shell : IDisposable
{
    /// <summary>Far longer than anything here takes: a test that reaches it hangs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public Shell() => DataDir = Directory.CreateTempSubdirectory("palestra-test-").FullName;

    public string DataDir { get; }

    public Answer Palestra(params string[] arguments) => Palestra(Patience, arguments);

    /// <param name="patience">For a command that takes long by its nature.</param>
    public Answer Palestra(TimeSpan patience, params string[] arguments)
    {
        using var process = Executable.Start(DataDir, arguments);
        return Await(process, arguments, patience);
    }

    /// <summary>Starts a command that a test will interrupt: the pid, and its answer once it ends.</summary>
    public (int Pid, Task<Answer> Answer) Begin(params string[] arguments)
    {
        var process = Executable.Start(DataDir, arguments);
        return (process.Id, Task.Run(() =>
        {
            using (process)
            {
                return Await(process, arguments, Patience);
            }
        }));
    }

    private static Answer Await(System.Diagnostics.Process process, string[] arguments, TimeSpan patience)
    {
        var stdout = process.StandardOutput.ReadToEndAsync();
        var stderr = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'palestra {string.Join(' ', arguments)}' did not end.");
        }

        return new Answer(process.ExitCode, stdout.Result, stderr.Result);
    }

    public DaemonProcess Up(params string[] arguments) => new(DataDir, arguments);

    public JsonElement Show(string runId) => Palestra("show", runId, "--json").Succeeds().Json();

    /// <summary>Waits until the run is as wished; fails with what it is when it ends otherwise.</summary>
    public async Task<JsonElement> UntilRunAsync(string runId, string wish, Func<JsonElement, bool> isSo)
    {
        JsonElement run = default;
        await Until.TrueAsync(
            () =>
            {
                var answer = Palestra("show", runId, "--json");
                if (answer.ExitCode != 0)
                {
                    return false;
                }

                run = answer.Json();
                return isSo(run);
            },
            () => $"Run '{runId}' never was {wish}; last seen: {run}");
        return run;
    }

    public void Dispose()
    {
        foreach (var worker in Workers())
        {
            Signals.Kill(worker);
        }

        Directory.Delete(DataDir, recursive: true);
    }

    /// <summary>Pids of live processes that work for this data folder: workers outlive their daemon by design.</summary>
    public IEnumerable<int> Workers() =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _)
        let command = TryRead(Path.Combine(folder, "cmdline"))
        where command.Contains(DataDir, StringComparison.Ordinal) && command.Contains("worker", StringComparison.Ordinal)
        select int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture);

    private static string TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // the process ended meanwhile
        }
    }
}
