using Palestra.Storage;
using Palestra.Trainer.Api;

namespace Palestra.Cli;

/// <summary>Follows a run to its end, across restarts of the daemon.</summary>
internal static class RunWatch
{
    public static async Task<RunSummary> ToTheEndAsync(DaemonClient client, Workbench workbench, RunRow run, Interrupts interrupts)
    {
        var pause = workbench.Settings.Get<CliSettings>().PollInterval;
        await using var progress = RunProgress.Start(run);
        var stopAsked = false;
        while (!IsOver(run))
        {
            if (interrupts.Now.IsCancellationRequested)
            {
                throw new UserErrorException($"Left run '{run.RunId}' before its end.", ExitCodes.Failed);
            }

            try
            {
                if (interrupts.Graceful.IsCancellationRequested && !stopAsked)
                {
                    progress.Say("Stopping; Ctrl-C again leaves at once.");
                    stopAsked = true;
                    await client.ControlAsync(run.RunId, "stop", new { reason = "Ctrl-C at the command line." }, interrupts.Now);
                }

                run = await client.GetRunAsync(run.RunId, interrupts.Now);
                progress.Show(run);
            }
            catch (DaemonUnreachableException)
            {
                progress.Say($"The daemon of {workbench.Data.Path} is away; the worker goes on, waiting for the next daemon.");
            }
            catch (OperationCanceledException) when (interrupts.Now.IsCancellationRequested)
            {
                continue;
            }

            if (!IsOver(run))
            {
                await Wait.ForAsync(pause, stopAsked ? interrupts.Now : interrupts.Graceful);
            }
        }

        return RunSummary.Of(run);
    }

    private static bool IsOver(RunRow run) => run.Status is "TERM" or "FAULT";
}
