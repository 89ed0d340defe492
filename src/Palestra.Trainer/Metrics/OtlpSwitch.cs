using Palestra.Settings;

namespace Palestra.Trainer.Metrics;

/// <summary>
/// Keeps the export of metrics as the settings of the moment have it: on or off, where to, how often. A change ends the
/// export there is, with its last figures, and begins another, on time of its own. Thread-safe.
/// </summary>
internal sealed class OtlpSwitch : IAsyncDisposable
{
    private readonly SettingsCell<OtlpSettings> _settings;
    private readonly string _version;
    private readonly IDisposable _subscription;
    private readonly Lock _lock = new();
    private Task _turning = Task.CompletedTask;
    private OtlpExport? _export;

    public OtlpSwitch(SettingsHub hub, string version)
    {
        _settings = hub.Cell<OtlpSettings>();
        _version = version;
        _export = Make();
        var keys = hub.Current.Catalog.Specs.Where(spec => spec.Group == typeof(OtlpSettings)).Select(spec => spec.Key);
        _subscription = hub.Subscribe(keys, _ => Turn());
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        Task turning;
        lock (_lock)
        {
            turning = _turning;
        }

        await turning;
        _export?.Dispose();
    }

    private void Turn()
    {
        lock (_lock)
        {
            // One after the other: the last one sees the last settings.
            _turning = _turning.ContinueWith(_ => Renew(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Renew()
    {
        _export?.Dispose();
        _export = Make();
    }

    private OtlpExport? Make()
    {
        var settings = _settings.Value;
        return settings.Enabled && settings.EndpointUrl is { } endpoint ? new OtlpExport(settings, endpoint, _version) : null;
    }
}
