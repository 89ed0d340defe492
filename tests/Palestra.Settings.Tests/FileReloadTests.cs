using Microsoft.Extensions.Time.Testing;

namespace Palestra.Settings.Tests;

public sealed class FileReloadTests : IDisposable
{
    private readonly LayerFiles _files = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddSeconds(5));

    public void Dispose() => _files.Dispose();

    [Fact]
    public void An_edit_of_the_settings_file_is_in_force_at_once_where_it_is_hot_and_in_the_history()
    {
        _files.File($$"""{ "{{Live.Low}}": 11 }""");
        using var hub = Hub();
        var told = new List<string>();
        using var subscription = hub.Subscribe([Live.Low, Live.High], news => told.AddRange(news.Keys));
        _files.File($$"""{ "{{Live.Low}}": 12, "{{Live.Capacity}}": 500 }""");
        hub.Reload();
        Assert.Equal((12, 1000), (hub.Cell<LiveSample>().Value.Low, hub.Cell<LiveSample>().Value.Capacity));
        Assert.Equal(("1000", "500"), (hub.Row(Live.Capacity).Value, hub.Row(Live.Capacity).Pending));
        Assert.Equal([Live.Low], told);
        Assert.Equal(
            [(Live.Low, "11", "12", false), (Live.Capacity, null, "500", true)],
            hub.History(null, null, 10).Select(change => (change.Key, change.Old, change.New, change.Pending)));
        Assert.All(hub.History(null, null, 10), change => Assert.Equal(("settings.json", "file"), (change.Who, change.Via)));
        Assert.Empty(_files.Store.Load().Overrides);
        Assert.Equal(0, hub.VersionOf("sample.live"));
    }

    [Theory]
    [InlineData("""{ "sample.live.low": -5 }""", "line 1: sample.live.low = '-5' is too small; allowed is a whole number from 0 to 1000000 steps.")]
    [InlineData("""{ "sample.live.lwo": 5 }""", "line 1: 'sample.live.lwo' is not a setting. Did you mean 'sample.live.low'?")]
    [InlineData("""{ "sample.live.low": 5""", "line 1 is not valid JSON")]
    [InlineData("", "line 1 is not valid JSON")]
    [InlineData("""{ "sample.live.low": 500 }""", "sample.live.low = 500 must not be above sample.live.high = 100.")]
    [InlineData("""{ "sample.live.capacity": 50 }""", "sample.live.high = 100 must not be above sample.live.capacity = 50.")]
    [InlineData("""{ "sample.live.low": 35 }""", "sample.live.low = 35 must not be above sample.live.high = 30.", "30")]
    public void A_bad_edit_keeps_the_old_values_and_says_why(string json, string why, string? storedHigh = null)
    {
        _files.File($$"""{ "{{Live.Low}}": 11 }""");
        using var hub = Hub();
        if (storedHigh is not null)
        {
            hub.Set(Live.High, storedHigh).Applied();
        }

        var problems = new List<SettingsProblem>();
        using var subscription = hub.SubscribeProblems(problems.Add);
        var before = hub.Current;
        _files.File(json);
        hub.Reload();
        Assert.Same(before, hub.Current);
        Assert.Equal(11, hub.Cell<LiveSample>().Value.Low);
        Assert.Contains(why, hub.LastFileProblem!.Sentence, StringComparison.Ordinal);
        Assert.Contains(why, Assert.Single(hub.LastFileProblem.Errors).Sentence, StringComparison.Ordinal);
        Assert.Equal([hub.LastFileProblem], problems);

        // Other changes go on meanwhile, over the last file that was good.
        hub.Set("sample.sink.ratio", "1").Applied();
        Assert.Equal(11, hub.Cell<LiveSample>().Value.Low);

        _files.File($$"""{ "{{Live.Low}}": 12 }""");
        hub.Reload();
        Assert.Equal(12, hub.Cell<LiveSample>().Value.Low);
        Assert.Null(hub.LastFileProblem);
        Assert.Equal(SettingsProblemKind.FileRecovered, problems[^1].Kind);
    }

    [Fact]
    public void A_file_that_is_gone_says_nothing_any_more()
    {
        _files.File($$"""{ "{{Live.Low}}": 11 }""");
        using var hub = Hub();
        File.Delete(_files.SettingsFile);
        hub.Reload();
        Assert.Equal(("10", SettingOrigin.Default), (hub.Row(Live.Low).Value, hub.Row(Live.Low).Origin));
        Assert.Null(hub.LastFileProblem);
    }

    [Fact]
    public void An_edit_that_a_stronger_layer_overrides_is_no_change()
    {
        using var hub = Hub();
        hub.Set(Live.Low, "20").Applied();
        _files.File($$"""{ "{{Live.Low}}": 11 }""");
        hub.Reload();
        Assert.Equal(20, hub.Cell<LiveSample>().Value.Low);
        Assert.Single(hub.History(null, null, 10));
        hub.Set(Live.Low, null).Applied();
        Assert.Equal(11, hub.Cell<LiveSample>().Value.Low);
    }

    [Fact]
    public void An_edit_while_the_store_is_away_is_in_force_and_the_lost_history_is_counted()
    {
        using var hub = Hub();
        hub.Set((Live.High, "90"), (Live.Guard, "false")).Applied();
        var problems = new List<SettingsProblem>();
        using var subscription = hub.SubscribeProblems(problems.Add);
        _files.Store.Trouble = "the disk is gone.";
        _files.File($$"""{ "{{Live.Low}}": 11 }""");
        hub.Reload();
        var record = hub.Cell<LiveSample>().Value;
        Assert.Equal((11, 90, false), (record.Low, record.High, record.Guard));
        Assert.Equal((1, SettingsProblemKind.HistoryLost), (hub.HistoryLost, Assert.Single(problems).Kind));
    }

    [Fact]
    public void A_secret_in_the_file_takes_effect_and_gets_into_no_history()
    {
        using var hub = Hub();
        _files.File($$"""{ "{{Live.Badge}}": "hunter2-Xq9" }""");
        hub.Reload();
        Assert.Equal("hunter2-Xq9", hub.Cell<LiveSample>().Value.Badge);
        Assert.Empty(hub.History(null, null, 10));
        if (!OperatingSystem.IsWindows())
        {
            LayerFiles.Mode(_files.SettingsFile, UnixFileMode.OtherRead);
            hub.Reload();
            Assert.Equal(SettingsErrorKind.Secret, Assert.Single(hub.LastFileProblem!.Errors).Kind);
            Assert.Equal("hunter2-Xq9", hub.Cell<LiveSample>().Value.Badge);
        }
    }

    private SettingsHub Hub() => _files.Hub(Live.Catalog, _clock);
}
