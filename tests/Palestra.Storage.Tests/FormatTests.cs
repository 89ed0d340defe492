using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>What is on disk stays readable: see docs/formats/run-file.md before changing anything here.</summary>
public sealed class FormatTests
{
    private const string Sha256 = "388d1933094439de6d736ec43b39d3f6c34b17c233ec074fd3d17dd79a6801fa";

    [Fact]
    public void Values_on_disk_keep_their_meaning()
    {
        Assert.Equal("UInt8=1 Int8=2 UInt16=3 Int16=4 UInt32=5 Int32=6 UInt64=7 Int64=8 Float32=9 Float64=10 Bool=11 Json=32", Values<DType>());
        Assert.Equal("None=0 Terminated=1 Truncated=2", Values<StepFlags>());
        Assert.Equal("INIT=1 HSHK=2 RDY=3 EXEC=4 PAUSE=5 FAULT=6 TERM=7", Values<RunState>());
        Assert.Equal("Succeeded=1 Failed=2 Cancelled=3", Values<RunOutcome>());
        Assert.Equal("Debug=1 Info=2 Warning=3 Error=4", Values<LogSeverity>());
        Assert.Equal("Plain=0 Delta=1", Values<ColumnTransform>());
        Assert.Equal((0x504C5354, 1), (RunFileFormat.ApplicationId, RunFileFormat.Version));
        Assert.Equal((1, 2, 3), (BlockEncoder.AllCompressed, BlockEncoder.NoiseApart, BlockEncoder.PlanesCoded));
        Assert.Equal((0, 1, 2, 3, 11), (Planes.Constant, Planes.Full, Planes.Apart, Planes.Coded, PlaneCode.MostBits));
        Assert.Equal((4096, 256), (ReceiptHash.ChunkSteps, SeriesTable.BucketEpisodes));
    }

    [Fact]
    public void What_was_asked_of_a_run_keeps_its_names_and_numbers_among_the_figures()
    {
        Assert.Equal("FastLaneOnly=0 DualPath=1 DurableOnly=2", Values<TelemetryMode>());
        using var run = new TempRun();
        using (var file = run.Create())
        {
            file.RecordFigures(CommandFigures.Of(12.5, TelemetryMode.DurableOnly));
        }

        using (var reader = run.Read())
        {
            Assert.Equal(new Dictionary<string, double> { ["command.rate_hz"] = 12.5, ["command.telemetry_mode"] = 2 }, reader.Figures());
            Assert.Equal(TelemetryMode.DurableOnly, reader.Summary().TelemetryMode);
        }

        Assert.Equal(["command.rate_hz"], CommandFigures.Of(0, null).Keys);
        Assert.All([-1, 0.5, 3, 1e300, double.NaN], number => Assert.Null(CommandFigures.Mode(new Dictionary<string, double> { ["command.telemetry_mode"] = number })));
    }

    [Fact]
    public void A_file_written_by_format_1_is_read_verified_and_continued()
    {
        using var run = new TempRun();
        Directory.CreateDirectory(run.Folder.Path);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "run-v1.db"), run.Folder.DatabaseFile);
        var report = RunVerifier.Verify(run.Folder);
        Assert.True(report.Complete, string.Join(" ", report.Problems));
        Assert.Equal(Sha256, report.Streams[0].Sha256);

        using (var file = run.Open())
        {
            Assert.Equal([new StreamPosition(Trajectory.Stream, 600, report.Episodes)], file.Positions);
        }

        using var reader = run.Read();
        Assert.Equal((RunState.TERM, 600L), (reader.Summary().State!.Value, reader.Summary().Steps));
        Assert.Equal("demo", reader.Manifest.Name);
        Assert.Equal("golden", reader.Logs(1).Logs[0].Record.Message);
        Assert.Equal(report.Episodes, reader.Series("epsilon", 10).Total);
        Assert.Equal(new StreamTotal(Trajectory.Stream, 600, report.Episodes), Assert.Single(reader.Totals()));
        Assert.Equal(600, reader.ReadSteps(Trajectory.Stream, 1, 1000).Sum(b => b.Count));
    }

    /// <summary>Writes the golden file anew: only for a new format version, under a new name.</summary>
    internal static void WriteGolden(string path)
    {
        using var run = new TempRun();
        var trajectory = new Trajectory(600, 42);
        Runs.Record(run, trajectory, batch: 200);
        using (var file = run.Open())
        {
            file.Commit([Runs.Log("golden")], 100);
            file.RecordTotals([new StreamTotal(Trajectory.Stream, 600, trajectory.Episodes(1, 600).Count())]);
        }

        File.Copy(run.Folder.DatabaseFile, path, overwrite: true);
    }

    private static string Values<T>()
        where T : struct, Enum => string.Join(' ', Enum.GetValues<T>().Order().Select(v => $"{v}={Convert.ToInt32(v, null)}"));
}
