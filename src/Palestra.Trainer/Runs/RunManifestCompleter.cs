using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>Adds to a checked request what only the daemon knows.</summary>
internal sealed class RunManifestCompleter(DataRoot root, SettingsHub settings, string version, TimeProvider clock)
{
    public RunManifest Complete(RunManifest plan) => plan with
    {
        CreatedUs = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
        CodeVersion = version,
        Host = Environment.MachineName,
        // Also for a headless run: its mode may be switched.
        FastLanePath = FastLaneFiles.PathFor(root, RunId.Parse(plan.RunId)),
        Settings = [.. settings.Current.Effective.Where(s => !s.Spec.Secret).Select(s => new SettingUsed(s.Spec.Key, s.Value, s.Origin.Word()))],
    };
}
