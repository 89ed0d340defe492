using Palestra.Settings;

namespace Palestra.Trainer.Hosting;

/// <summary>Ticks at an interval that is a setting; a change of the setting counts at once. Thread-safe.</summary>
internal sealed class HotTimer : IDisposable
{
    private readonly ITimer _timer;
    private readonly IDisposable _subscription;

    /// <param name="key">The hot setting the interval comes from.</param>
    public HotTimer(SettingsHub hub, string key, Func<TimeSpan> interval, TimeProvider clock, Action tick)
    {
        _timer = clock.CreateTimer(static state => ((Action)state!)(), tick, interval(), interval());
        _subscription = hub.Subscribe([key], _ => _timer.Change(interval(), interval()));
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _timer.Dispose();
    }
}
