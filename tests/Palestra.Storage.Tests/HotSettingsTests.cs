using Palestra.Settings;
using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>P-ACK, P-GAP: every setting of the durable path may change between any two transactions, and nothing is lost.</summary>
public sealed class HotSettingsTests
{
    private const int Steps = 40_000;

    private static readonly (string Name, string[] Values)[] Knobs =
    [
        ("writer_queue_size", ["1", "2", "16", "1024", "1048576"]),
        ("batch_size", ["1", "7", "256", "65536"]),
        ("commit_interval", ["0", "1", "5"]),
        ("commit_steps", ["1", "100", "65536"]),
        ("compression", ["fastest", "optimal", "smallest", "adaptive"]),
        ("tail_steps", ["1", "64", "4096"]),
        ("block_bytes", ["4096", "8388608"]),
        ("checkpoint_interval", ["16", "1000"]),
        ("retry_delay", ["1", "50"]),
    ];

    [Fact]
    public async Task Hundreds_of_changes_while_steps_are_written_leave_the_record_as_if_there_had_been_none()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var run = new TempRun();
        using var hub = new SettingsHub(SettingsCatalog.Of(StorageSettings.Groups), new SettingsSources(), new OverrideStore(run.Root), TimeProvider.System);
        var settings = hub.Cell<StorageSettings>();
        using var file = RunFile.Create(run.Folder, TempRun.Manifest(), settings, TimeProvider.System);
        var bus = new RunBus(new RunBusSettings { Capacity = 64, LiveQueueSize = 64 });
        using var path = new DurablePath(bus, file, settings, TimeProvider.System);
        var running = path.RunAsync(cancellation);
        var trajectory = new Trajectory(Steps, seed);
        var publishing = Task.Run(
            async () =>
            {
                foreach (var item in trajectory.Events(() => 25))
                {
                    await bus.PublishAsync(item, cancellation);
                }
            },
            cancellation);
        var changes = 0;
        do
        {
            var (name, values) = Knobs[random.Next(Knobs.Length)];
            var outcome = hub.Change(new SettingsEdit { Values = [new($"telemetry.db_sink.{name}", values[random.Next(values.Length)])], Who = "ada", Via = ChangeVia.Cli });
            Assert.IsType<ChangeOutcome.Applied>(outcome);
            changes++;
        }
        while (!publishing.IsCompleted);
        await publishing;
        bus.Complete();
        await running;
        Assert.True(changes > 20, $"only {changes} changes were made meanwhile");
        file.Commit([Runs.State(RunState.EXEC, RunState.TERM, RunOutcome.Succeeded)], bus.Published + 1);
        var report = RunVerifier.Verify(run.Folder);
        Assert.True(report.Complete, $"seed {seed}: {string.Join(" ", report.Problems)}");
        Assert.Equal((Steps, 0L), (report.Steps, path.Stats.DuplicateSteps));
        using var reader = run.Read();
        Assert.Equal(0, reader.Streams()[0].IgnoredSteps);
    }

    [Fact]
    public void Changes_of_settings_are_rows_of_the_run_that_a_repair_keeps()
    {
        using var run = new TempRun();
        var change = new RunSettingChange
        {
            TimeUs = 5, Key = "live.rate", Old = null, New = "3", Who = "ada", Via = "cli", Pending = true, BusSeq = 9, Steps = 40, Episodes = 2,
            Streams = new Dictionary<string, long> { ["agent_0/0"] = 40 },
        };
        using (var file = run.Create())
        {
            using (var none = run.Read())
            {
                Assert.Empty(none.SettingChanges());
            }

            file.RecordSettingChanges([change, change with { Key = "live.frame_rate", Old = "1", New = null, Pending = false }]);
        }

        AssertThere();
        // The first page holds the schema: without it only the shape of the rows tells whose they are.
        var bytes = File.ReadAllBytes(run.Folder.DatabaseFile);
        bytes.AsSpan(100, 3000).Fill(0xA5);
        File.WriteAllBytes(run.Folder.DatabaseFile, bytes);
        Assert.True(RunRepair.Repair(run.Folder, mayWrite: true, TimeProvider.System).Changed);
        AssertThere();

        void AssertThere()
        {
            using var reader = run.Read();
            var kept = reader.SettingChanges();
            Assert.Equal(["live.rate", "live.frame_rate"], kept.Select(c => c.Key));
            Assert.Equal(change with { Streams = kept[0].Streams }, kept[0]);
            Assert.Equal(40, kept[0].Streams["agent_0/0"]);
            Assert.Null(kept[1].New);
        }
    }
}
