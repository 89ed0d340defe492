using Microsoft.Extensions.Time.Testing;

namespace Palestra.Settings.Tests;

/// <summary>Real files and the real watcher of the system; the clock is moved until it has had time to notice.</summary>
public sealed class FileWatchTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly LayerFiles _files = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void An_edit_in_place_is_noticed()
    {
        using var hub = Watched();
        _files.File($$"""{ "{{Live.Low}}": 11 }""");
        Until(() => hub.Cell<LiveSample>().Value.Low == 11);
    }

    [Fact]
    public void A_file_replaced_by_another_is_noticed_as_editors_do_it()
    {
        _files.File($$"""{ "{{Live.Low}}": 11 }""");
        using var hub = Watched();
        var draft = _files.SettingsFile + "~";
        File.WriteAllText(draft, $$"""{ "{{Live.Low}}": 12 }""");
        File.Move(draft, _files.SettingsFile, overwrite: true);
        Until(() => hub.Cell<LiveSample>().Value.Low == 12);
        File.Delete(_files.SettingsFile);
        Until(() => hub.Cell<LiveSample>().Value.Low == 10);
    }

    [Fact]
    public void A_file_written_in_pieces_is_read_once_it_is_whole()
    {
        using var hub = Watched();
        var problems = new List<SettingsProblem>();
        using var subscription = hub.SubscribeProblems(problems.Add);
        using (var writer = new StreamWriter(_files.SettingsFile) { AutoFlush = true })
        {
            writer.Write("{ \"sample.live.low\":");
            _clock.Advance(Step);
            writer.Write(" 11 }");
        }

        Until(() => hub.Cell<LiveSample>().Value.Low == 11);
        Assert.Empty(problems);
    }

    [Fact]
    public void A_file_left_half_written_is_refused_and_its_end_is_noticed()
    {
        using var hub = Watched();
        _files.File("{ \"sample.live.low\":");
        Until(() => hub.LastFileProblem is not null);
        File.AppendAllText(_files.SettingsFile, " 11 }");
        Until(() => hub.LastFileProblem is null);
        Assert.Equal(11, hub.Cell<LiveSample>().Value.Low);
    }

    [Fact]
    public void A_folder_that_appears_later_is_found_by_looking()
    {
        var folder = Path.Combine(_files.Folder, "later");
        var file = Path.Combine(folder, "settings.json");
        using var hub = new SettingsHub(Live.Catalog, new() { SettingsFile = file }, _files.Store, _clock);
        hub.WatchFile();
        Directory.CreateDirectory(folder);
        File.WriteAllText(file, $$"""{ "{{Live.Low}}": 11 }""");
        Until(() => hub.Cell<LiveSample>().Value.Low == 11);
    }

    [Fact]
    public void What_a_link_leads_to_is_noticed_when_it_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link needs a right there.");
        var elsewhere = Directory.CreateDirectory(Path.Combine(_files.Folder, "elsewhere")).FullName;
        var target = Path.Combine(elsewhere, "real.json");
        File.WriteAllText(target, $$"""{ "{{Live.Low}}": 11 }""");
        File.CreateSymbolicLink(_files.SettingsFile, target);
        using var hub = Watched();
        Assert.Equal(11, hub.Cell<LiveSample>().Value.Low);
        File.WriteAllText(target, $$"""{ "{{Live.Low}}": 12, "{{Live.High}}": 99 }""");
        Until(() => hub.Cell<LiveSample>().Value.Low == 12);
    }

    [Fact]
    public void A_secret_that_others_could_read_is_taken_once_the_mode_is_mended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var hub = Watched();
        _files.File($$"""{ "{{Live.Badge}}": "hunter2-Xq9" }""");
        LayerFiles.Mode(_files.SettingsFile, UnixFileMode.GroupRead);
        Until(() => hub.LastFileProblem is not null);
        LayerFiles.Mode(_files.SettingsFile, UnixFileMode.None);
        Until(() => hub.LastFileProblem is null);
        Assert.Equal("hunter2-Xq9", hub.Cell<LiveSample>().Value.Badge);
    }

    [Fact]
    public void Nothing_is_read_after_the_end()
    {
        var hub = Watched();
        hub.Dispose();
        _files.File($$"""{ "{{Live.Low}}": 11 }""");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(10, hub.Cell<LiveSample>().Value.Low);
    }

    private SettingsHub Watched()
    {
        var hub = _files.Hub(Live.Catalog, _clock);
        hub.WatchFile();
        return hub;
    }

    private void Until(Func<bool> condition)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "The edit was not noticed within 30 s.");
            _clock.Advance(Step);
            Thread.Yield();
        }
    }
}
