using System.Globalization;
using Palestra.Trainer.Api;
using Spectre.Console;

namespace Palestra.Cli;

/// <summary>The progress bar of a run, on stderr. Where stderr is no terminal, a line now and then.</summary>
internal sealed class RunProgress : IAsyncDisposable
{
    private const double Whole = 100;

    private readonly TaskCompletionSource _done = new();
    private readonly TaskCompletionSource<ProgressTask> _bar = new();
    private readonly IAnsiConsole _console;
    private readonly Task _drawing;
    private string? _lastSaid;

    private RunProgress(RunRow run)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        _console.MarkupLineInterpolated($"Run {run.RunId}: {run.Algorithm} on {run.EnvId}, seed {run.Seed}");
        _drawing = _console.Profile.Capabilities.Interactive && !Console.IsErrorRedirected ? DrawAsync(run) : Task.CompletedTask;
    }

    public static RunProgress Start(RunRow run) => new(run);

    public void Show(RunRow run)
    {
        if (_bar.Task.IsCompletedSuccessfully)
        {
            var bar = _bar.Task.Result;
            bar.Description = Markup.Escape(Text(run));
            bar.IsIndeterminate = Done(run) is null;
            bar.Value = (Done(run) ?? 0) * Whole;
        }
    }

    /// <summary>Says a sentence once, until another one is said.</summary>
    public void Say(string sentence)
    {
        if (sentence != _lastSaid)
        {
            _lastSaid = sentence;
            _console.WriteLine(sentence);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _done.TrySetResult();
        await _drawing;
    }

    private Task DrawAsync(RunRow run) =>
        _console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                _bar.SetResult(context.AddTask(Markup.Escape(Text(run)), maxValue: Whole));
                await _done.Task;
            });

    private static double? Done(RunRow run) =>
        run.TargetEpisodes is { } episodes and > 0 ? Math.Min(1, (double)run.Episodes / episodes)
        : run.TargetSteps is { } steps and > 0 ? Math.Min(1, (double)run.Steps / steps)
        : null;

    private static string Text(RunRow run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Status,-5} {run.Episodes:N0} episodes, {run.Steps:N0} steps, {run.StepsPerSecond:N0} steps/s, return {run.MeanReturn100:0.000}");
}
