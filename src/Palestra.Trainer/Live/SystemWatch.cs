using Palestra.Settings;
using Palestra.Trainer.Http;

namespace Palestra.Trainer.Live;

/// <summary>The system page of one viewer.</summary>
internal sealed class SystemWatch(SystemFigures figures, SettingsCell<LiveSettings> settings) : IWatch
{
    public TimeSpan Interval => TimeSpan.FromSeconds(1 / settings.Value.SystemRateHz);

    public object? Next() => new SystemMessage(figures.Take());

    public void Dispose()
    {
    }
}
