using System.Text.Json;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer;

namespace Palestra.Bench;

/// <summary>
/// The same run twice, each in a worker process of its own: once recorded by the daemon, once with telemetry to a
/// do-nothing sink. Same seed, same steps: both trainers' work must come to the same number.
/// </summary>
internal sealed class TrainerPair(BenchDaemon daemon, long steps, long warmUp, long work)
{
    private const string EnvId = "FrozenLake8x8-v1";
    private const double MicrosecondsPerSecond = 1e6;

    private TrainerSpeed? _first;

    /// <summary>Steps per second from the first step until all are on disk and the run has ended.</summary>
    public double EndToEnd { get; private set; }

    /// <summary>Runs it recorded, and verifies the record.</summary>
    public async Task<TrainerSpeed> RecordedAsync()
    {
        var (run, folder) = await daemon.RunAsync(Request(TelemetryMode.DurableOnly)).ConfigureAwait(false);
        var report = RunVerifier.Verify(folder);
        BenchFailedException.Unless(
            report.Complete && report.Steps == steps,
            $"The record of run '{run.RunId}' holds {report.Steps} of {steps} steps. {string.Join(' ', report.Problems)}");
        long firstUs;
        using (var reader = RunReader.Open(folder))
        {
            firstUs = reader.FindStep(new StreamKey(StreamKey.DefaultAgent, 0), 1)!.TimesUs[0];
        }

        EndToEnd = steps / ((run.EndedUs!.Value - firstUs) / MicrosecondsPerSecond);
        return Check(folder);
    }

    /// <summary>Runs it without recording anything.</summary>
    public async Task<TrainerSpeed> UnrecordedAsync() =>
        Check((await daemon.RunAsync(Request(TelemetryMode.FastLaneOnly)).ConfigureAwait(false)).Folder);

    private TrainerSpeed Check(RunFolder folder)
    {
        var speed = BenchDaemon.Artifact<TrainerSpeed>(folder, BenchTrainer.SpeedFile);
        _first ??= speed;
        BenchFailedException.Unless(
            speed.Steps == steps && speed.State == _first.State,
            $"The trainer took {speed.Steps} steps and came to {speed.State}; {steps} were asked for, and the first came to {_first.State}.");
        return speed;
    }

    private RunRequest Request(TelemetryMode mode) => new()
    {
        EnvId = EnvId,
        Algorithm = BenchTrainer.Id,
        Params = new Dictionary<string, JsonElement>
        {
            ["work"] = JsonSerializer.SerializeToElement(work),
            ["warm_up"] = JsonSerializer.SerializeToElement(warmUp),
        },
        Seed = 7,
        Steps = steps,
        NumEnvs = 1,
        RateHz = 0,
        TelemetryMode = mode,
    };
}
