using Palestra.Telemetry;
using Palestra.Trainer.Workers;

namespace Palestra.Trainer.Runs;

// A worker process that lives and never says hello would keep its place for ever.
internal sealed partial class ActiveRun
{
    private async Task CheckHelloAsync()
    {
        var waited = _services.Clock.GetElapsedTime(_watchedSince);
        if (State != RunState.HSHK || Connected || _worker is not { } worker || waited <= _services.Scheduler.HelloTimeout)
        {
            return;
        }

        // The pid file is the first thing the launched process writes: without it, not even the command has begun.
        var begun = _services.Launcher.FindEarlier(Id) is not null;
        var what = begun
            ? $"Handshake: the worker (pid {worker.Pid}) lives but did not say hello within {waited.TotalSeconds:0.#} s (trainer.hello_timeout)"
            : $"Spawn: the process (pid {worker.Pid}) was started but did not come to its command within {waited.TotalSeconds:0.#} s (trainer.hello_timeout)";
        var words = OutputTail.LastWords(Folder.StderrFile, _services.Scheduler.StderrTailBytes);
        await MoveAsync(RunState.FAULT, RunOutcome.Failed, words.Length == 0 ? $"{what}; it wrote nothing to stderr." : $"{what}. Its last words: {words}");
    }
}
