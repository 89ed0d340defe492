using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Workers;

namespace Palestra.Trainer.Runs;

// What the worker prints, line by line into the run's log.
internal sealed partial class ActiveRun
{
    private OutputTail? _stdout;
    private OutputTail? _stderr;

    private void OpenTails(bool skipLines)
    {
        _stdout = new OutputTail(Folder.StdoutFile);
        _stderr = new OutputTail(Folder.StderrFile);
        if (skipLines)
        {
            // Lines become rows one for one, so the rows say how many lines are on disk already.
            using var reader = RunReader.Open(Folder);
            _stdout.Skip(LoggedLines.Count(reader, LogIds.WorkerStdout));
            _stderr.Skip(LoggedLines.Count(reader, LogIds.WorkerStderr));
        }
    }

    private async Task DrainOutputAsync(bool final)
    {
        await DrainAsync(_stdout, LogIds.WorkerStdout, final);
        await DrainAsync(_stderr, LogIds.WorkerStderr, final);
    }

    private async Task DrainAsync(OutputTail? tail, LogId id, bool final)
    {
        if (tail is null)
        {
            return;
        }

        foreach (var line in tail.ReadLines(final))
        {
            await Pipeline.Bus.PublishAsync(id.Create(_services.NowUs, line));
        }
    }
}
