using System.Reflection;
using System.Text.RegularExpressions;

namespace Palestra.Telemetry.Tests.Logs;

public sealed partial class LogIdsTests
{
    [Fact]
    public void Each_id_is_unique_well_formed_and_in_the_catalogue()
    {
        Assert.Equal(LogIds.All.Count, LogIds.All.Select(known => known.Id).Distinct().Count());
        Assert.All(LogIds.All, known =>
        {
            Assert.Matches(Form(), known.Id);
            Assert.Matches("^[a-z_]+$", known.Component);
            Assert.Matches("^[a-z_]+$", known.SubComponent);
            Assert.True(Enum.IsDefined(known.Scope));
            Assert.Same(known, LogIds.Find(known.Id));
        });
        var fields = typeof(LogIds).GetFields(BindingFlags.Public | BindingFlags.Static);
        Assert.Equal(fields.Select(field => field.GetValue(null)), LogIds.All);
        Assert.Null(LogIds.Find("LOG_NO_SUCH"));
    }

    /// <summary>Names that the constants registry (seed 001) gives.</summary>
    [Theory]
    [InlineData("fast_lane", "LOG_FASTLANE_CONNECTED", "LOG_FASTLANE_DISCONNECTED", "LOG_FASTLANE_QUEUE_DEPTH", "LOG_FASTLANE_READER_LAG")]
    [InlineData("run_bus", "LOG_RUNBUS_OVERFLOW", "LOG_RUNBUS_LAPPED")]
    [InlineData("durable_path", "LOG_DB_SINK_STALLED", "LOG_DB_SINK_RESUMED")]
    public void The_ids_of_the_registry_are_there_under_their_component(string component, params string[] ids) =>
        Assert.All(ids, id => Assert.Equal(component, LogIds.Find(id)?.Component));

    [Fact]
    public void A_record_has_the_words_of_its_template()
    {
        var record = LogIds.RunState.Create(5, RunState.EXEC, RunState.TERM, "done {well}");
        Assert.Equal("EXEC -> TERM: done {well}", record.Message);
        Assert.Equal((5, "LOG_RUN_STATE", "trainer", LogSeverity.Info), (record.TimeUs, record.Id, record.Component, record.Severity));
        Assert.Equal("Committed 3 steps up to event 9 in 1.5 ms.", LogIds.DbSinkCommit.Create(1, 3, 9L, 1.5).Message);
        Assert.Throws<ArgumentException>(() => LogIds.RunState.Create(5, "one"));
    }

    [Fact]
    public void Each_template_can_be_filled() => Assert.All(LogIds.All, known =>
    {
        var values = Enumerable.Range(0, known.Values).Select(i => (object?)$"<{i}>").ToArray();
        var message = known.Create(1, values).Message;
        Assert.All(values, value => Assert.Contains((string)value!, message, StringComparison.Ordinal));
        Assert.DoesNotContain('{', message);
    });

    [GeneratedRegex("^LOG(_[A-Z]+)+$")]
    private static partial Regex Form();
}
