using Microsoft.Extensions.Time.Testing;

namespace Palestra.Settings.Tests;

public sealed class HubTests : IDisposable
{
    private readonly LayerFiles _files = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddSeconds(5));

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_hot_change_is_stored_and_in_force_everywhere()
    {
        using var hub = Hub();
        var cell = hub.Cell<LiveSample>();
        var before = hub.Current;
        var applied = hub.Set(Live.Low, "20").Applied();
        Assert.Equal(20, cell.Value.Low);
        Assert.Equal(20, hub.Current.Get<LiveSample>().Low);
        Assert.Equal(10, before.Get<LiveSample>().Low);
        Assert.Equal(("20", SettingOrigin.Stored, 1L), (hub.Row(Live.Low).Value, hub.Row(Live.Low).Origin, hub.Row(Live.Low).Version));
        Assert.Equal([new StoredOverride(Live.Low, "20", "ada", 5_000_000)], _files.Store.Load().Overrides);
        Assert.Equal(1, applied.Versions["sample.live"]);
        Assert.Equal(1, hub.VersionOf("sample.live"));
        Assert.Equal(0, hub.VersionOf("sample.sink"));
        Assert.Same(cell, hub.Cell<LiveSample>());
        using var next = Hub();
        Assert.Equal(20, next.Cell<LiveSample>().Value.Low);
    }

    [Fact]
    public void Every_change_says_who_when_what_and_where_the_runs_were()
    {
        using var hub = new SettingsHub(
            Live.Catalog, _files.Sources, _files.Store, _clock, () => new Dictionary<string, long> { ["r1"] = 77 });
        hub.Set(Live.Low, "20").Applied();
        _clock.Advance(TimeSpan.FromSeconds(1));
        hub.Set((Live.Low, null), (Live.Capacity, "2000")).Applied();
        var history = hub.History(null, null, 10);
        Assert.Equal(
            [
                (3, 6_000_000, Live.Capacity, null, "2000", true),
                (2, 6_000_000, Live.Low, "20", null, false),
                (1, 5_000_000, Live.Low, null, "20", false),
            ],
            history.Select(change => (change.Id, change.TimeUs, change.Key, change.Old, change.New, change.Pending)));
        Assert.All(history, change => Assert.Equal(("ada", "console", 77), (change.Who, change.Via, change.RunPositions["r1"])));
        Assert.Equal([2], hub.History(Live.Low, 3, 1).Select(change => change.Id));
    }

    [Theory]
    [InlineData(Live.Low, "-1", SettingsErrorKind.Invalid, "sample.live.low = '-1' is too small; allowed is a whole number from 0 to 1000000 steps.")]
    [InlineData("sample.live.lwo", "1", SettingsErrorKind.Unknown, "'sample.live.lwo' is not a setting. Did you mean 'sample.live.low'?")]
    [InlineData("sample.live.lwo", null, SettingsErrorKind.Unknown, "'sample.live.lwo' is not a setting. Did you mean 'sample.live.low'?")]
    [InlineData(Live.Low, "101", SettingsErrorKind.Rule, "sample.live.low = 101 must not be above sample.live.high = 100.")]
    [InlineData("sample.sink.ratio", "0.5", SettingsErrorKind.Pinned, "sample.sink.ratio is pinned by environment variable GYM_SAMPLE_SINK_RATIO, which a stored value cannot override; change or remove it there, and start again.")]
    [InlineData(Live.Badge, "x", SettingsErrorKind.Secret, "sample.live.badge is a secret, and secrets are never stored; give it as GYM_SAMPLE_LIVE_BADGE in the environment or in .env, or in a settings file of mode 0600.")]
    public void A_change_that_may_not_be_is_refused_with_the_reason_and_nothing_changes(
        string key, string? value, SettingsErrorKind kind, string sentence)
    {
        _files.Env("GYM_SAMPLE_SINK_RATIO", "0.25");
        using var hub = Hub();
        var (before, record) = (hub.Current, hub.Cell<LiveSample>().Value);
        var error = hub.Set(("sample.sink.delay", "1"), (key, value)).Refused();
        Assert.Equal((kind, sentence), (error.Kind, error.Sentence));
        Assert.Same(before, hub.Current);
        Assert.Same(record, hub.Cell<LiveSample>().Value);
        Assert.Empty(_files.Store.Load().Overrides);
        Assert.Empty(hub.History(null, null, 10));
    }

    [Fact]
    public void Every_reason_of_a_refusal_is_told_at_once()
    {
        using var hub = Hub();
        var refused = Assert.IsType<ChangeOutcome.Refused>(hub.Set((Live.Low, "x"), (Live.High, "-3"), (Live.Badge, "y")));
        Assert.Equal([Live.Low, Live.High, Live.Badge], refused.Errors.Select(error => error.Key));
        Assert.DoesNotContain("'y'", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bootstrap_setting_cannot_be_stored()
    {
        using var hub = new SettingsHub(
            SettingsCatalog.Of(CommonSettings.Groups), new() { Environment = new Dictionary<string, string> { ["HOME"] = _files.Folder } },
            _files.Store, _clock);
        Assert.Equal(SettingsErrorKind.Bootstrap, hub.Set("paths.data_dir", "/x").Refused().Kind);
        Assert.Equal(Path.Combine(_files.Folder, ".local", "share", "palestra"), hub.DataRoot);
    }

    [Fact]
    public void A_setting_that_names_code_cannot_be_stored()
    {
        using var hub = Hub();
        var refused = hub.Set((Live.Code, "/x")).Refused();
        Assert.Equal(SettingsErrorKind.HostOnly, refused.Kind);
        Assert.StartsWith($"{Live.Code} names code to execute, so it is never stored;", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal(string.Empty, hub.Cell<LiveSample>().Value.Code);
    }

    [Fact]
    public void Values_that_only_fit_together_can_be_changed_together()
    {
        using var hub = Hub();
        hub.Set((Live.Low, "200"), (Live.High, "300")).Applied();
        Assert.Equal((200, 300), (hub.Cell<LiveSample>().Value.Low, hub.Cell<LiveSample>().Value.High));
    }

    [Fact]
    public void A_change_that_needs_a_restart_is_stored_and_shown_as_pending()
    {
        using var hub = Hub();
        var record = hub.Cell<LiveSample>().Value;
        Assert.True(hub.Set(Live.Capacity, "2000").Applied().Changes[0].Pending);
        Assert.Same(record, hub.Cell<LiveSample>().Value);
        var row = hub.Row(Live.Capacity);
        Assert.Equal(("1000", SettingOrigin.Default, "2000"), (row.Value, row.Origin, row.Pending));
        Assert.Equal("in force until the next start", Assert.Single(row.Layers, layer => layer.Wins).Note);
        Assert.Equal("takes effect with the next start", row.Layers[2].Note);
        using (var next = Hub())
        {
            Assert.Equal((2000, null), (next.Cell<LiveSample>().Value.Capacity, next.Row(Live.Capacity).Pending));
        }

        Assert.False(hub.Set(Live.Capacity, null).Applied().Changes[0].Pending);
        Assert.Null(hub.Row(Live.Capacity).Pending);
    }

    [Fact]
    public void A_hot_value_that_would_only_fit_after_a_restart_is_refused()
    {
        using var hub = Hub();
        var error = hub.Set((Live.Capacity, "5000"), (Live.High, "4000")).Refused();
        Assert.Equal(
            "sample.live.high = 4000 must not be above sample.live.capacity = 1000. "
                + "(Until the next start, sample.live.capacity keeps its running value.)",
            error.Sentence);
        Assert.Null(hub.Row(Live.Capacity).Pending);
    }

    [Fact]
    public void Without_a_daemon_nothing_is_pending()
    {
        using var hub = _files.Hub(Live.Catalog, _clock, live: false);
        Assert.False(hub.Set((Live.Capacity, "5000"), (Live.High, "4000")).Applied().Changes[0].Pending);
        Assert.Equal(("5000", null), (hub.Row(Live.Capacity).Value, hub.Row(Live.Capacity).Pending));
    }

    [Fact]
    public void A_change_for_a_version_that_has_moved_on_is_a_conflict()
    {
        using var hub = Hub();
        var seen = new Dictionary<string, long> { ["sample.live"] = hub.VersionOf("sample.live") };
        hub.Set(Live.Low, "20").Applied();
        var late = hub.Change(Live.Edit((Live.High, "90")) with { ExpectedVersions = seen });
        Assert.Equal(new ChangeOutcome.Conflict("sample.live", 0, 1), late);
        Assert.Equal(100, hub.Cell<LiveSample>().Value.High);
        hub.Change(Live.Edit((Live.High, "90")) with { ExpectedVersions = new Dictionary<string, long> { ["sample.live"] = 1 } }).Applied();
        hub.Change(Live.Edit(("sample.sink.ratio", "1")) with { ExpectedVersions = new Dictionary<string, long> { ["sample.sink"] = 0 } }).Applied();
        Assert.Equal((2, 1), (hub.VersionOf("sample.live"), hub.VersionOf("sample.sink")));
    }

    [Fact]
    public void What_is_so_already_is_no_change()
    {
        using var hub = Hub();
        hub.Set(Live.Low, "20").Applied();
        var again = hub.Set((Live.Low, " 20 "), (Live.High, null)).Applied();
        Assert.Empty(again.Changes);
        Assert.Equal(1, again.Versions["sample.live"]);
        Assert.Single(hub.History(null, null, 10));
    }

    [Fact]
    public void A_store_that_is_away_refuses_changes_and_the_values_stay()
    {
        using var hub = Hub();
        hub.Set((Live.Low, "20"), (Live.Guard, "false")).Applied();
        _files.Store.Trouble = "the disk is gone.";
        Assert.Equal(
            new ChangeOutcome.Unavailable("The store of overrides cannot be read: the disk is gone."), hub.Set(Live.Low, "30"));
        Assert.Equal((20, false), (hub.Cell<LiveSample>().Value.Low, hub.Cell<LiveSample>().Value.Guard));
        _files.Store.Trouble = null;
        hub.Set(Live.Low, "30").Applied();
    }

    [Fact]
    public void A_store_that_comes_back_is_in_force_with_the_next_change()
    {
        _files.Stored(Live.Guard, "false").Store.Trouble = "the disk is gone";
        using var hub = Hub();
        Assert.True(hub.Cell<LiveSample>().Value.Guard);
        _files.Store.Trouble = null;
        hub.Set(Live.Low, "20").Applied();
        Assert.False(hub.Cell<LiveSample>().Value.Guard);
        Assert.Empty(hub.Current.Warnings);
    }

    [Fact]
    public void An_ignored_override_can_be_unset_and_does_not_hinder_other_changes()
    {
        _files.Stored("sample.gone", "1").Stored(Live.High, "9999").Stored(Live.Low, "5");
        using var hub = Hub();
        Assert.Equal(3, hub.Current.IgnoredOverrides.Count);
        hub.Set("sample.sink.ratio", "1").Applied();
        Assert.Equal(SettingsErrorKind.Rule, hub.Set(Live.Guard, "false").Refused().Kind);
        hub.Set(("sample.gone", null), (Live.High, null)).Applied();
        Assert.Empty(hub.Current.IgnoredOverrides);
        Assert.Equal(5, hub.Cell<LiveSample>().Value.Low);
    }

    [Fact]
    public void An_override_that_a_pin_hides_can_be_removed()
    {
        _files.Stored("sample.sink.ratio", "1").Env("GYM_SAMPLE_SINK_RATIO", "0.25");
        using var hub = Hub();
        Assert.True(hub.Row("sample.sink.ratio").Pinned);
        hub.Set("sample.sink.ratio", null).Applied();
        Assert.Empty(_files.Store.Load().Overrides);
        Assert.Equal("0.25", hub.Row("sample.sink.ratio").Value);
    }

    private SettingsHub Hub() => _files.Hub(Live.Catalog, _clock);
}
