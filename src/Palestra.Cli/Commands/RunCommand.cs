using System.CommandLine;
using Microsoft.Extensions.Logging;
using Palestra.Gym;
using Palestra.Storage;
using Palestra.Trainer;

namespace Palestra.Cli;

/// <summary><c>palestra run ENV</c>: one run to its end.</summary>
internal static class RunCommand
{
    private static readonly Argument<string> Env = new("ENV") { Description = "Environment id; 'palestra gym list' shows all." };
    private static readonly Option<string?> Algo = new("--algo") { Description = "Algorithm, for example q-learning.", HelpName = "A" };
    private static readonly Option<long?> Episodes = new("--episodes") { Description = "End after this many episodes.", HelpName = "N" };
    private static readonly Option<long?> Steps = new("--steps") { Description = "End after this many steps.", HelpName = "N" };
    private static readonly Option<ulong?> Seed = new("--seed") { Description = "Seed; equal seeds give equal runs.", HelpName = "S" };
    private static readonly Option<int?> NumEnvs = new("--num-envs") { Description = "Environments stepped side by side.", HelpName = "K" };
    private static readonly Option<string?> RunIdOption = new("--run-id") { Description = "Name of the run's folder; left out, a new ULID.", HelpName = "ID" };
    private static readonly Option<string?> Name = new("--name") { Description = "Name for people.", HelpName = "TEXT" };
    private static readonly Option<string[]> Params = new("--param") { Description = "Parameter of the algorithm. Repeatable.", HelpName = "k=v", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> EnvArgs = new("--env-arg") { Description = "Constructor argument of the environment. Repeatable.", HelpName = "k=v", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> Tags = new("--tag") { Description = "Tag. Repeatable.", HelpName = "TEXT", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<double?> Rate = new("--rate") { Description = "Most steps per second; 0 is no limit.", HelpName = "HZ" };
    private static readonly Option<string?> Mode = new("--telemetry-mode") { Description = "fast-lane-only, dual-path or durable-only.", HelpName = "M" };
    private static readonly Option<int?> Cpus = new("--cpus") { Description = "Processors to reserve; the run starts once they are free.", HelpName = "N" };
    private static readonly Option<int?> MemoryMb = new("--memory-mb") { Description = "MiB of memory to reserve.", HelpName = "N" };
    private static readonly Option<int?> Gpus = new("--gpus") { Description = "Graphics processors to reserve.", HelpName = "N" };
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("run", "Run one agent in one environment to the end. Uses the daemon of the data folder, or hosts one meanwhile.")
        {
            Env, Algo, Episodes, Steps, Seed, NumEnvs, RunIdOption, Name, Params, EnvArgs, Tags, Rate, Mode, Cpus, MemoryMb, Gpus, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var workbench = Workbench.Open(arguments).WithEnvironments();
        var request = Request(arguments);
        using var interrupts = new Interrupts();
        using var client = new DaemonClient(workbench.Data);
        await using var hosted = await client.IsThereAsync(cancel)
            ? null
            : await DaemonHost.StartAsync(workbench, httpPort: 0, grpcPort: 0, stopWorkers: true, LogLevel.Warning);

        if (EnvRegistry.Default.TryGet(request.EnvId, out var spec))
        {
            GymCommands.WarnOf(spec!);
        }

        var run = await client.SubmitAsync(request, cancel);
        var summary = await RunWatch.ToTheEndAsync(client, workbench, run, interrupts);
        if (hosted is not null)
        {
            await hosted.StopAsync(interrupts.Now);
        }

        if (arguments.GetValue(Json))
        {
            Results.Json(summary);
        }
        else
        {
            RunTables.Summary(summary);
        }

        return summary.Outcome == "succeeded" ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static RunRequest Request(ParseResult arguments) => new()
    {
        EnvId = arguments.GetRequiredValue(Env),
        EnvArgs = Assignments.Values(arguments.GetValue(EnvArgs), "--env-arg"),
        Algorithm = arguments.GetValue(Algo),
        Params = Assignments.Values(arguments.GetValue(Params), "--param"),
        Seed = arguments.GetValue(Seed),
        Episodes = arguments.GetValue(Episodes),
        Steps = arguments.GetValue(Steps),
        NumEnvs = arguments.GetValue(NumEnvs),
        RateHz = arguments.GetValue(Rate),
        TelemetryMode = ModeOf(arguments.GetValue(Mode)),
        Cpus = arguments.GetValue(Cpus),
        MemoryMb = arguments.GetValue(MemoryMb),
        Gpus = arguments.GetValue(Gpus),
        Name = arguments.GetValue(Name),
        RunId = arguments.GetValue(RunIdOption),
        Tags = arguments.GetValue(Tags) ?? [],
    };

    private static TelemetryMode? ModeOf(string? word) => word switch
    {
        null => null,
        "fast-lane-only" => TelemetryMode.FastLaneOnly,
        "dual-path" => TelemetryMode.DualPath,
        "durable-only" => TelemetryMode.DurableOnly,
        _ => throw new UserErrorException($"--telemetry-mode '{word}' is not allowed: fast-lane-only, dual-path or durable-only."),
    };
}
