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
        await DrainAsync(_stdout, LogIds.WorkerStdout, Folder.StdoutFile, final);
        await DrainAsync(_stderr, LogIds.WorkerStderr, Folder.StderrFile, final);
    }

    /// <summary>A worker that prints faster than this reads would else be read for ever, and never be stopped.</summary>
    private async Task DrainAsync(OutputTail? tail, LogId id, string path, bool final)
    {
        if (tail is null or { IsCut: true })
        {
            return;
        }

        var most = _services.Scheduler.MaxOutputLines;
        foreach (var line in tail.ReadLines(final))
        {
            if (tail.Lines > most)
            {
                tail.IsCut = true;
                await Pipeline.Bus.PublishAsync(LogIds.WorkerOutputCut.Create(_services.NowUs, most, path));
                return;
            }

            await Pipeline.Bus.PublishAsync(id.Create(_services.NowUs, line));
        }
    }
}
