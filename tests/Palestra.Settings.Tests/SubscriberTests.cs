namespace Palestra.Settings.Tests;

public sealed class SubscriberTests : IDisposable
{
    private readonly LayerFiles _files = new();
    private readonly SettingsHub _hub;

    public SubscriberTests() => _hub = _files.Hub(Live.Catalog);

    public void Dispose()
    {
        _hub.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void A_subscriber_that_watches_what_is_not_there_or_not_hot_fails_at_start()
    {
        var refused = Assert.Throws<SettingsCatalogException>(
            () => _hub.Subscribe(["sample.live.lwo", Live.Low, Live.Capacity], _ => { }));
        Assert.Equal(
            [
                "'sample.live.lwo' is watched but is not a setting. Did you mean 'sample.live.low'?",
                "sample.live.capacity is watched but is not hot, so it never changes while the daemon runs.",
            ],
            refused.Errors);
    }

    [Fact]
    public void A_subscriber_is_told_of_its_own_keys_once_all_cells_show_the_change()
    {
        var (live, sink) = (_hub.Cell<LiveSample>(), _hub.Cell<SampleSettings>());
        var told = new List<string>();
        using var subscription = _hub.Subscribe([Live.Low, "sample.sink.ratio"], news => told.Add(
            $"{string.Join(",", news.Keys)}: {news.Before.Get<LiveSample>().Low}->{news.After.Get<LiveSample>().Low} "
                + $"cells {live.Value.Low} {sink.Value.Ratio}"));
        _hub.Set((Live.Low, "20"), ("sample.sink.ratio", "1"), (Live.High, "90")).Applied();
        _hub.Set(Live.High, "80").Applied();
        _hub.Set(Live.Low, "-1").Refused();
        _hub.Set(Live.Low, "30").Applied();
        subscription.Dispose();
        _hub.Set(Live.Low, "40").Applied();
        Assert.Equal(["sample.live.low,sample.sink.ratio: 10->20 cells 20 1", "sample.live.low: 20->30 cells 30 1"], told);
    }

    [Fact]
    public void A_subscriber_that_throws_is_counted_and_reported_and_the_others_are_told()
    {
        var told = 0;
        var problems = new List<SettingsProblem>();
        using var first = _hub.Subscribe([Live.Low], _ => throw new InvalidOperationException("boom"));
        using var second = _hub.Subscribe([Live.Low], _ => told++);
        using var third = _hub.SubscribeProblems(_ => throw new InvalidOperationException("boom"));
        using var fourth = _hub.SubscribeProblems(problems.Add);
        _hub.Set(Live.Low, "20").Applied();
        Assert.Equal((1, 2), (told, _hub.SubscriberFaults));
        var problem = Assert.Single(problems);
        Assert.Equal((SettingsProblemKind.SubscriberFailed, "boom"), (problem.Kind, problem.Cause!.Message));
    }

    [Fact]
    public void A_subscriber_may_change_settings_and_everybody_sees_the_changes_in_order()
    {
        var seen = new List<int>();
        using var first = _hub.Subscribe([Live.Low], news =>
        {
            if (news.After.Get<LiveSample>().Low < 13)
            {
                _hub.Set(Live.Low, $"{news.After.Get<LiveSample>().Low + 1}").Applied();
            }
        });
        using var second = _hub.Subscribe([Live.Low], news => seen.Add(news.After.Get<LiveSample>().Low));
        _hub.Set(Live.Low, "11").Applied();
        Assert.Equal([11, 12, 13], seen);
    }

    [Fact]
    public void Whoever_follows_changes_gets_those_that_are_pending_too()
    {
        var keys = new List<string>();
        using var subscription = _hub.SubscribeChanges(changes => keys.AddRange(changes.Select(change => change.Key)));
        _hub.Set((Live.Low, "20"), (Live.Capacity, "2000")).Applied();
        Assert.Equal([Live.Low, Live.Capacity], keys);
    }

    [Fact]
    public void A_fault_of_who_knows_the_runs_does_not_stop_a_change()
    {
        using var hub = new SettingsHub(
            Live.Catalog, _files.Sources, _files.Store, TimeProvider.System, () => throw new InvalidOperationException("boom"));
        Assert.Empty(hub.Set(Live.Low, "20").Applied().Changes[0].RunPositions);
        Assert.Equal(1, hub.SubscriberFaults);
    }
}
