using System.Text;
using Microsoft.Extensions.Time.Testing;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Ingest;
using Palestra.Trainer.Live;
using Palestra.Trainer.Workers;

namespace Palestra.Trainer.Tests;

public sealed class SmallPartsTests
{
    private static readonly StreamKey Stream = new(StreamKey.DefaultAgent, 0);

    [Fact]
    public void A_rate_counts_the_last_two_seconds_and_falls_to_zero_by_itself()
    {
        var clock = new FakeTimeProvider();
        var meter = new RateMeter(clock);
        Assert.Equal(0, meter.PerSecond());
        for (var i = 0; i < 40; i++)
        {
            meter.Add(100);
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(meter.PerSecond(), 900, 1100);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, meter.PerSecond());
    }

    [Fact]
    public async Task Output_is_read_as_it_grows_long_lines_are_cut_and_no_byte_is_lost()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var tail = new OutputTail(path);
            await File.AppendAllTextAsync(path, "one\r\ntwo\nthr", TestContext.Current.CancellationToken);
            Assert.Equal(["one", "two"], tail.ReadLines());
            await File.AppendAllTextAsync(path, "ee\n\n", TestContext.Current.CancellationToken);
            Assert.Equal(["three", ""], tail.ReadLines());

            var giant = string.Concat(Enumerable.Repeat("äöü€", 20_000));
            await File.AppendAllTextAsync(path, giant + "\nlast", TestContext.Current.CancellationToken);
            var lines = tail.ReadLines(final: true).ToArray();
            Assert.Equal(giant + "last", string.Concat(lines));
            Assert.All(lines, l => Assert.True(Encoding.UTF8.GetByteCount(l) <= OutputTail.MaxLineBytes));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task P_CALM_A_worker_whose_output_has_nowhere_to_go_runs_all_the_same()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "The launcher needs a shell.");
        var root = TestDaemon.NewRoot();
        try
        {
            var folder = root.Run(RunId.Parse("mute"));
            Directory.CreateDirectory(folder.StdoutFile);
            Directory.CreateDirectory(folder.StderrFile);
            using var worker = new WorkerLauncher(root, ["/bin/sh", "-c", "echo lost; echo lost >&2; echo done >proof"], []).Launch(RunId.Parse("mute"));
            await Eventually.TrueAsync(() => !worker.IsAlive(), () => "It never ended.");
            Assert.Equal(0, worker.ExitCode);
            Assert.True(File.Exists(Path.Combine(folder.Path, "proof")));
        }
        finally
        {
            TestDaemon.Delete(root);
        }
    }

    [Fact]
    public async Task Last_words_are_the_end_of_the_file_in_whole_lines()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "a long beginning\nmiddle\nend\n", TestContext.Current.CancellationToken);
            Assert.Equal("middle\nend", OutputTail.LastWords(path, 15));
            Assert.Equal("", OutputTail.LastWords(path + ".not-there", 15));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void This_process_is_alive_and_one_with_another_start_is_not_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Start times are read from /proc.");
        Assert.True(ProcessIdentity.TryReadStat($"/proc/{Environment.ProcessId}/stat", out var me, out _));
        Assert.Equal(Environment.ProcessId, me.Pid);
        Assert.True(me.IsAlive());
        Assert.False((me with { StartTicks = me.StartTicks + 1 }).IsAlive());
    }

    [Theory]
    [InlineData(0, "with exit code 0")]
    [InlineData(3, "with exit code 3")]
    [InlineData(137, "by SIGKILL")]
    [InlineData(139, "by SIGSEGV")]
    [InlineData(null, "with an exit code nobody saw")]
    public void An_end_is_described_by_exit_code_or_signal(int? exitCode, string expected) => Assert.Equal(expected, Signals.Describe(exitCode));

    [Fact]
    public void Intake_names_what_is_missing_and_knows_what_it_has()
    {
        var intake = new Intake([new StreamPosition(Stream, 10, 2)], slots: 1);
        Assert.Null(intake.CheckTotals([new StreamPosition(Stream, 10, 2)]));
        Assert.Contains("leave out stream", intake.CheckTotals([]), StringComparison.Ordinal);
        Assert.Contains("12 steps", intake.CheckTotals([new StreamPosition(Stream, 12, 2)]), StringComparison.Ordinal);
        var skipped = intake.Check(new EpisodeFinalized
        {
            Stream = Stream, Episode = 3, FirstSeq = 1, LastSeq = 2, Return = 0, Terminated = true, Truncated = false, StartTimeUs = 0, EndTimeUs = 0,
        });
        Assert.False(skipped.Fresh);
        Assert.Contains("2 is expected", skipped.Error, StringComparison.Ordinal);
    }
}
