using System.Reflection;
using Palestra.Settings;

namespace Palestra.Telemetry.Tests.Settings;

public sealed class TelemetrySettingsTests
{
    [Theory]
    [InlineData("GYM_RUNBUS_UI_PATH_QUEUE_SIZE", "telemetry.run_bus.ui_path_queue_size", 512)]
    [InlineData("GYM_TELEMETRY_INITIAL_CREDITS", "telemetry.credits.initial", 65_536)]
    [InlineData("GYM_HEARTBEAT_INTERVAL", "telemetry.heartbeat_interval", 5)]
    public void The_names_and_defaults_of_the_original_are_kept_or_improved(string env, string key, int expected)
    {
        var (group, property) = Assert.Single(All(), setting => setting.Property.GetCustomAttribute<SettingAttribute>()!.Env == env);
        var name = property.GetCustomAttribute<SettingAttribute>()!.Name;
        Assert.Equal(key, $"{group.GetCustomAttribute<SettingsGroupAttribute>()!.Prefix}.{name}");
        var value = property.GetValue(Activator.CreateInstance(group));
        Assert.Equal(expected, value is TimeSpan time ? (int)time.TotalSeconds : (int)value!);
    }

    [Fact]
    public void Every_default_lies_in_its_range() => Assert.All(All(), setting =>
    {
        var spec = setting.Property.GetCustomAttribute<SettingAttribute>()!;
        var value = setting.Property.GetValue(Activator.CreateInstance(setting.Group));
        Assert.InRange(value is TimeSpan time ? time.TotalSeconds : (int)value!, spec.Min, spec.Max);
        Assert.NotNull(spec.Unit);
    });

    [Fact]
    public void A_component_is_stalled_after_three_intervals() =>
        Assert.Equal(TimeSpan.FromSeconds(15), new HeartbeatSettings().StalledAfterTime);

    private static IEnumerable<(Type Group, PropertyInfo Property)> All() =>
        from @group in TelemetrySettings.Groups
        from property in @group.GetProperties()
        where property.GetCustomAttribute<SettingAttribute>() is not null
        select (@group, property);
}
