namespace Palestra.Settings.Tests;

public sealed class UndoTests : IDisposable
{
    private readonly LayerFiles _files = new();
    private readonly SettingsHub _hub;

    public UndoTests() => _hub = _files.Hub(Live.Catalog);

    public void Dispose()
    {
        _hub.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Undo_gives_back_the_override_there_was_or_none()
    {
        var first = _hub.Set(Live.Low, "20").Applied().Changes[0].Id;
        var second = _hub.Set(Live.Low, "30").Applied().Changes[0].Id;
        Assert.Equal(("30", "20"), Values(_hub.Undo(second, "grace", ChangeVia.Cli)));
        Assert.Equal(20, _hub.Cell<LiveSample>().Value.Low);
        Assert.Equal(("20", null), Values(_hub.Undo(first, "grace", ChangeVia.Cli)));
        Assert.Equal(("10", SettingOrigin.Default), (_hub.Row(Live.Low).Value, _hub.Row(Live.Low).Origin));
        Assert.Equal(("grace", "cli"), (_hub.History(null, null, 1)[0].Who, _hub.History(null, null, 1)[0].Via));
    }

    [Fact]
    public void An_undo_can_be_undone()
    {
        var change = _hub.Set(Live.Low, "20").Applied().Changes[0].Id;
        var undo = _hub.Undo(change, "ada", ChangeVia.Console).Applied().Changes[0].Id;
        _hub.Undo(undo, "ada", ChangeVia.Console).Applied();
        Assert.Equal(20, _hub.Cell<LiveSample>().Value.Low);
    }

    [Fact]
    public void What_was_changed_again_since_is_not_undone()
    {
        var first = _hub.Set(Live.Low, "20").Applied().Changes[0].Id;
        _hub.Set(Live.Low, "30").Applied();
        var error = _hub.Undo(first, "ada", ChangeVia.Console).Refused();
        Assert.Equal("sample.live.low was changed again since change 1: its override is '30' now, not '20'.", error.Sentence);
        Assert.Equal(SettingsErrorKind.Undo, error.Kind);
    }

    [Fact]
    public void What_no_longer_fits_is_not_undone()
    {
        _hub.Set(Live.Low, "50").Applied();
        var second = _hub.Set(Live.Low, "5").Applied().Changes[0].Id;
        _hub.Set(Live.High, "40").Applied();
        Assert.Equal(SettingsErrorKind.Rule, _hub.Undo(second, "ada", ChangeVia.Console).Refused().Kind);
        Assert.Equal(5, _hub.Cell<LiveSample>().Value.Low);
    }

    [Fact]
    public void A_change_that_nobody_made_and_an_edit_of_the_file_are_not_undone()
    {
        Assert.Equal("There is no change 7 of settings.", _hub.Undo(7, "ada", ChangeVia.Console).Refused().Sentence);
        _files.File($$"""{ "{{Live.Low}}": 11 }""");
        _hub.Reload();
        Assert.Equal(
            "Change 1 of sample.live.low was an edit of the settings file; edit that file again.",
            _hub.Undo(1, "ada", ChangeVia.Console).Refused().Sentence);
    }

    private static (string? Old, string? New) Values(ChangeOutcome outcome)
    {
        var change = Assert.Single(outcome.Applied().Changes);
        return (change.Old, change.New);
    }
}
