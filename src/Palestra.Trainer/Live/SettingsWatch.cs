using Palestra.Settings;
using Palestra.Trainer.Api;

namespace Palestra.Trainer.Live;

/// <summary>Changes of settings and a bad settings file, for one viewer of the system: first how it stands, then what happens.</summary>
internal sealed class SettingsWatch(SettingsNews news, SettingsCell<LiveSettings> live) : IWatch
{
    private long _counter = news.Counter;
    private long? _version;

    public TimeSpan Interval => TimeSpan.FromSeconds(1 / live.Value.RateHz);

    public object? Next()
    {
        var version = news.Version;
        if (version == _version)
        {
            return null;
        }

        _version = version;
        var (changes, skipped, counter) = news.Since(_counter);
        _counter = counter;
        return new SettingsMessage([.. changes.Select(SettingChangeView.From)], skipped, SettingsProblemView.From(news.Problem));
    }

    public void Dispose()
    {
    }
}
