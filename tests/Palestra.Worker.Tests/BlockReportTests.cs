using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Palestra.Telemetry;

namespace Palestra.Worker.Tests;

/// <summary>P-COUNT without a flood: what people hear of an outbox that is full.</summary>
public sealed class BlockReportTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _clock = new();
    private readonly WorkerLog _log = new(10_000);
    private readonly BlockReport _report;

    public BlockReportTests() => _report = new BlockReport(_log, () => 4711, Interval, _clock);

    [Fact]
    public void The_first_wait_is_told_when_it_begins_and_when_it_ends()
    {
        _report.Changed(true);
        Assert.Equal("The outbox is full with 4711 bytes: training waits for the daemon.", Assert.Single(Told()).Message);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        _report.Changed(false);
        Assert.Equal("Training goes on; since the last such report it waited 1 times, 250 ms in all.", Assert.Single(Told()).Message);
    }

    [Fact]
    public void A_run_that_flaps_tells_one_period_per_interval_and_leaves_no_wait_out()
    {
        var told = new List<LogRecord>();
        const int Flaps = 60_000; // A minute of a wait per millisecond, half of it waiting.
        for (var i = 0; i < Flaps; i++)
        {
            _report.Changed(true);
            _clock.Advance(TimeSpan.FromMicroseconds(500));
            _report.Changed(false);
            _clock.Advance(TimeSpan.FromMicroseconds(500));
            told.AddRange(Told());
        }

        _report.Flush();
        told.AddRange(Told());
        Assert.InRange(told.Count(r => r.Id == LogIds.WorkerBlocked.Id), 1, 13);
        Assert.InRange(told.Count(r => r.Id == LogIds.WorkerUnblocked.Id), 12, 14);
        var figures = told.Where(r => r.Id == LogIds.WorkerUnblocked.Id)
            .Select(r => Regex.Match(r.Message, @"waited (\d+) times, ([0-9.]+) ms")).ToArray();
        Assert.Equal(Flaps, figures.Sum(f => long.Parse(f.Groups[1].Value, CultureInfo.InvariantCulture)));
        Assert.Equal(Flaps / 2.0, figures.Sum(f => double.Parse(f.Groups[2].Value, CultureInfo.InvariantCulture)), 3);
    }

    [Fact]
    public void Waits_that_were_not_told_are_told_when_the_interval_is_over_even_if_nothing_happens_then()
    {
        Wait(TimeSpan.FromMilliseconds(1));
        Wait(TimeSpan.FromMilliseconds(2));
        Wait(TimeSpan.FromMilliseconds(3));
        Assert.Equal(2, Told().Count);
        _clock.Advance(Interval);
        Assert.Equal("Training goes on; since the last such report it waited 2 times, 5 ms in all.", Assert.Single(Told()).Message);
        _clock.Advance(Interval * 3);
        Assert.Empty(Told());
    }

    [Fact]
    public void A_long_wait_that_began_within_the_interval_is_told_while_it_lasts()
    {
        Wait(TimeSpan.FromMilliseconds(1));
        _report.Changed(true);
        Assert.Equal(2, Told().Count);
        _clock.Advance(Interval);
        Assert.Equal(LogIds.WorkerBlocked.Id, Assert.Single(Told()).Id);
        _clock.Advance(Interval);
        _report.Changed(false);
        Assert.Equal("Training goes on; since the last such report it waited 1 times, 10000 ms in all.", Assert.Single(Told()).Message);
    }

    public void Dispose() => _report.Dispose();

    private void Wait(TimeSpan time)
    {
        _report.Changed(true);
        _clock.Advance(time);
        _report.Changed(false);
    }

    private List<LogRecord> Told()
    {
        var told = new List<LogRecord>();
        while (_log.TryTake(out var record))
        {
            told.Add(record);
        }

        return told;
    }
}
