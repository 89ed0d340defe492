using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Palestra.Cli.Chaos;

/// <summary>
/// A chaos session: real daemon, real workers, one fault after the other as the seed has it, and at the end the
/// question whether every run is what it had to become.
/// </summary>
internal sealed class ChaosDriver : IAsyncDisposable
{
    /// <summary>Ended runs that are kept, before the oldest are judged and removed, so that an hour fits on a disk.</summary>
    [NotTunable("Part of the chaos session that a seed names.")]
    private const int MostEndedRuns = 40;

    [NotTunable("Any port above those of well-known services will do.")]
    private const int LowestPort = 10_000;

    /// <summary>Linux's default; IANA's is higher.</summary>
    [NotTunable("A fact of the system.")]
    private const int LowestOutgoingPort = 32_768;

    private readonly Dice _dice;
    private readonly ChaosTimes _times;
    private readonly TimeSpan _duration;
    private readonly DataVolume _volume = new();
    private readonly LinkProxy _link;
    private readonly DaemonUnderTest _daemon;
    private readonly DaemonClient _client;
    private readonly Problems _problems;
    private readonly RunField _runs;
    private readonly Judge _judge;
    private readonly ChaosStage _stage;
    private readonly FaultLog[] _faults;
    private readonly Queue<FaultLog> _bag = [];
    private readonly List<RunVerdict> _verdicts = [];
    private readonly long _began = TimeProvider.System.GetTimestamp();

    public ChaosDriver(int seed, TimeSpan duration)
    {
        _dice = new Dice(seed);
        _duration = duration;
        _times = ChaosTimes.For(duration);
        _problems = new Problems(Say);
        var grpcPort = FreePort();
        _link = new LinkProxy(grpcPort);
        var clocks = new ClockFolder(_volume.Clocks);
        _daemon = new DaemonUnderTest(_volume.Data, grpcPort, _link.Address, clocks, _times);
        _client = new DaemonClient(_volume.Data);
        _runs = new RunField(_client, _volume.Data, _dice, _times, _problems);
        _judge = new Judge(new References(_volume.Reference, _runs.SeedOf));
        _stage = new ChaosStage
        {
            Volume = _volume, Daemon = _daemon, Link = _link, Clocks = clocks, Look = _runs.LookAsync, Problems = _problems,
            Dice = _dice, Times = _times, Live = () => _runs.Live,
        };
        IFault[] faults =
        [
            new KillDaemon(), new RestartDaemon(), new FreezeDaemon(), new KillWorker(), new KillBoth(), new FreezeWorker(),
            new CutLink(), new StalledLink(), new DelayedLink(), new FullDisk(), new LockedRun(), new LockedCatalogue(),
            new FrozenViewer(), new ClockJump(),
        ];
        _faults = [.. faults.Select(fault => new FaultLog(fault, fault.Unavailable(_stage)))];
    }

    /// <summary>However short the session is meant to be, it says something of every fault.</summary>
    private bool GoesOn => Elapsed < _duration || _faults.Any(fault => fault is { CanBeDone: true, Tally.Injected: 0 });

    private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_began);

    /// <param name="enough">Ends the faults early; runs are still judged.</param>
    /// <param name="cancel">Ends everything now.</param>
    public async Task<ChaosReport> RunAsync(CancellationToken enough, CancellationToken cancel)
    {
        Say($"seed {_dice.Seed}, data folder {_volume.Data.Path}");
        foreach (var skipped in _faults.Where(fault => !fault.CanBeDone))
        {
            Say($"{skipped.Fault.Name} is skipped: {skipped.Tally.Skipped}");
        }

        try
        {
            await _daemon.StartAsync(cancel);
            while (GoesOn && !enough.IsCancellationRequested)
            {
                await RoundAsync(cancel);
            }

            await _runs.EndAsync(cancel);
            await _daemon.EndAsync(cancel);
        }
        catch (ChaosException e)
        {
            _problems.Add(e.Message);
        }

        foreach (var run in _runs.All)
        {
            await JudgeAsync(run, cancel);
        }

        return Report();
    }

    public async ValueTask DisposeAsync()
    {
        _stage.FrozenViewers.ForEach(viewer => viewer.Dispose());
        _daemon.Dispose();
        foreach (var pid in _runs.All.Where(run => !run.HasEnded).Select(run => run.WorkerPid).OfType<int>())
        {
            PosixSignals.Kill(pid);
        }

        await _link.DisposeAsync();
        _client.Dispose();
        _volume.Dispose();
    }

    private async Task RoundAsync(CancellationToken cancel)
    {
        await _runs.TopUpAsync(cancel);
        await PruneAsync(cancel);
        await _runs.ObserveAsync(cancel);
        var fault = NextFault();
        var problemsBefore = _problems.Count;
        try
        {
            var began = Elapsed;
            while (!await fault.Fault.InjectAsync(_stage, cancel))
            {
                if (!GoesOn)
                {
                    return;
                }

                // Nothing to hit at the moment: the runs have only just begun, or ended.
                await Task.Delay(_times.Poll, TimeProvider.System, cancel);
                await _runs.TopUpAsync(cancel);
                await _runs.ObserveAsync(cancel);
                began = Elapsed;
            }

            var over = Elapsed;
            var recovered = await _runs.RecoverAsync(_daemon, cancel);
            fault.Add(recovered && _problems.Count == problemsBefore, Elapsed - over);
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{fault.Fault.Name} for {(over - began).TotalSeconds:0.0} s; {(recovered ? "all went on" : "NOT RECOVERED")} after {(Elapsed - over).TotalSeconds:0.0} s"));
        }
        catch (ChaosException e)
        {
            fault.Add(survived: false, TimeSpan.Zero);
            throw new ChaosException($"After {fault.Fault.Name}: {e.Message}");
        }

        await Task.Delay(_dice.Between(_times.Pause), TimeProvider.System, cancel);
    }

    /// <summary>Every fault once, in an order that the dice make; then all of them again in another.</summary>
    private FaultLog NextFault()
    {
        if (_bag.Count == 0)
        {
            var all = _faults.Where(fault => fault.CanBeDone).ToArray();
            _dice.Shuffle(all);
            all.ToList().ForEach(_bag.Enqueue);
        }

        return _bag.Dequeue();
    }

    private async Task PruneAsync(CancellationToken cancel)
    {
        foreach (var run in _runs.All.Where(run => run.HasEnded).SkipLast(MostEndedRuns).ToList())
        {
            await JudgeAsync(run, cancel);
            if (_verdicts[^1].Problems.Count == 0)
            {
                await _runs.RemoveAsync(run, cancel);
            }
        }
    }

    private async Task JudgeAsync(ChaosRun run, CancellationToken cancel)
    {
        try
        {
            var verdict = await _judge.OfAsync(run, cancel);
            _verdicts.Add(verdict);
            verdict.Problems.ToList().ForEach(_problems.Add);
        }
        catch (ChaosException e)
        {
            _problems.Add(e.Message);
        }
    }

    private ChaosReport Report()
    {
        var steps = _verdicts.Sum(verdict => verdict.Steps);
        if (steps == 0)
        {
            _problems.Add("Not one step was recorded: nothing was tested.");
        }

        string? kept = null;
        if (_problems.Count > 0)
        {
            kept = _volume.Keep();
        }
        else
        {
            _volume.Remove();
        }

        return new ChaosReport
        {
            Seed = _dice.Seed,
            Minutes = _duration.TotalMinutes,
            DurationSeconds = Math.Round(Elapsed.TotalSeconds, 1),
            Steps = steps,
            DaemonStarts = _daemon.Starts,
            Faults = [.. _faults.Select(fault => fault.Tally)],
            Runs = _verdicts,
            Problems = _problems.All,
            DataDir = kept,
        };
    }

    private void Say(string sentence) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Elapsed.TotalSeconds,6:0.0} s] {sentence}"));

    /// <summary>
    /// A port for every daemon of the session, below those that the system gives to outgoing connections: while a daemon is
    /// away, one of these, even the link's own to nobody, would else take its port now and then.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(LowestPort, LowestOutgoingPort);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
