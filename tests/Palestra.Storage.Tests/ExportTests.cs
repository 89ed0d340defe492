using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class ExportTests
{
    private static readonly string[] Fields =
        ["seq", "agent_id", "slot", "episode", "step", "action", "observation", "reward", "terminated", "truncated", "time_us"];

    [Fact]
    public void Jsonl_has_one_line_per_step_in_the_order_of_streams()
    {
        using var run = new TempRun();
        var (a, b) = Record(run);
        var lines = Encoding.UTF8.GetString(Export(run, ExportFormat.Jsonl)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(a.Count + b.Count, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var (trajectory, index) = i < a.Count ? (a, i) : (b, i - a.Count);
            var batch = trajectory.Batch(index + 1, index + 1);
            using var line = JsonDocument.Parse(lines[i]);
            var row = line.RootElement;
            Assert.Equal(Fields, row.EnumerateObject().Select(p => p.Name));
            Assert.Equal((index + 1, batch.Stream.AgentId, batch.Stream.Slot), (row.GetProperty("seq").GetInt64(), row.GetProperty("agent_id").GetString(), row.GetProperty("slot").GetInt32()));
            Assert.Equal(BitConverter.ToInt64(batch.Actions.Row(0)), row.GetProperty("action").GetInt64());
            Assert.Equal(BitConverter.ToInt64(batch.Observations.Row(0)), row.GetProperty("observation").GetInt64());
            Assert.Equal(batch.Rewards[0], row.GetProperty("reward").GetDouble());
            Assert.Equal(batch.Flags[0].HasFlag(StepFlags.Terminated), row.GetProperty("terminated").GetBoolean());
            Assert.Equal(batch.TimesUs[0], row.GetProperty("time_us").GetInt64());
        }
    }

    [Fact]
    public void Csv_has_a_header_and_one_line_per_step()
    {
        using var run = new TempRun();
        var (a, b) = Record(run);
        var lines = Encoding.UTF8.GetString(Export(run, ExportFormat.Csv)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(string.Join(',', Fields), lines[0]);
        Assert.Equal(a.Count + b.Count + 1, lines.Length);
        var first = a.Batch(1, 1);
        Assert.StartsWith($"1,agent_0,0,0,0,{BitConverter.ToInt64(first.Actions.Row(0))},", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Shaped_and_foreign_values_are_arrays_and_json()
    {
        using var run = new TempRun();
        Shaped(run);
        var jsonl = Encoding.UTF8.GetString(Export(run, ExportFormat.Jsonl)).Split('\n');
        Assert.Contains("\"action\":{\"move\":\"left\"},\"observation\":[[0.5,1],[\"NaN\",-2.25]]", jsonl[0], StringComparison.Ordinal);
        Assert.Contains("\"action\":\"not json\"", jsonl[1], StringComparison.Ordinal);
        var csv = Encoding.UTF8.GetString(Export(run, ExportFormat.Csv)).Split('\n');
        Assert.Contains("\"{\"\"move\"\":\"\"left\"\"}\",\"[[0.5,1],[\"\"NaN\"\",-2.25]]\"", csv[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Npz_holds_one_plain_array_per_field()
    {
        using var run = new TempRun();
        var (a, b) = Record(run);
        using var zip = new ZipArchive(new MemoryStream(Export(run, ExportFormat.Npz)));
        Assert.Equal(Fields.Select(f => $"{f}.npy"), zip.Entries.Select(e => e.FullName));
        using var observations = zip.GetEntry("observation.npy")!.Open();
        using var bytes = new MemoryStream();
        observations.CopyTo(bytes);
        var npy = bytes.ToArray();
        var header = 10 + BitConverter.ToUInt16(npy, 8);
        Assert.Equal(0, header % 64);
        var text = Encoding.Latin1.GetString(npy, 0, header);
        Assert.StartsWith("\u0093NUMPY\u0001\0", text, StringComparison.Ordinal);
        Assert.Contains($"{{'descr': '<i8', 'fortran_order': False, 'shape': ({a.Count + b.Count},), }}", text, StringComparison.Ordinal);
        Assert.Equal(header + (8 * (a.Count + b.Count)), npy.Length);
        Assert.Equal(a.Batch(1, a.Count).Observations.Data.ToArray(), npy[header..(header + (8 * a.Count))]);
    }

    [Fact]
    public void Npz_of_two_layouts_is_refused_in_words()
    {
        using var run = new TempRun();
        Shaped(run);
        using (var file = run.Open())
        {
            file.Commit([new Trajectory(5, 1, new StreamKey("zoe", 0)).Batch(1, 5)], 9);
        }

        Assert.Contains("one layout", Assert.Throws<RunFileException>(() => Export(run, ExportFormat.Npz)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Python_reads_blocks_receipts_and_arrays_with_its_standard_library()
    {
        var python = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "python3")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(python is null, "python3 is not installed");
        using var run = new TempRun();
        Record(run);
        var npz = Path.Combine(run.Root.Path, "run.npz");
        File.WriteAllBytes(npz, Export(run, ExportFormat.Npz));
        var script = Path.Combine(AppContext.BaseDirectory, "Golden", "read_run.py");
        using var process = Process.Start(new ProcessStartInfo(python!, [script, run.Folder.DatabaseFile, npz])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await error);
        foreach (var stream in RunVerifier.Verify(run.Folder).Streams)
        {
            Assert.Contains($"{stream.AgentId} {stream.Slot} {stream.LastSeq} {stream.Sha256}", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("jsonl", true, ExportFormat.Jsonl)]
    [InlineData("csv", true, ExportFormat.Csv)]
    [InlineData("npz", true, ExportFormat.Npz)]
    [InlineData("parquet", false, ExportFormat.Jsonl)]
    public void Formats_have_their_names(string text, bool known, ExportFormat format)
    {
        Assert.Equal(known, StepExporter.TryParseFormat(text, out var parsed));
        Assert.Equal(format, parsed);
    }

    private static (Trajectory First, Trajectory Second) Record(TempRun run)
    {
        var first = new Trajectory(3000, 1);
        var second = new Trajectory(5000, 2, new StreamKey("agent_0", 1));
        using var file = run.Create();
        file.CommitAll([.. second.Events(() => 400), .. first.Events(() => 250)]);
        file.Commit([Runs.State(RunState.EXEC, RunState.TERM, RunOutcome.Succeeded)], 1000);
        return (first, second);
    }

    private static void Shaped(TempRun run)
    {
        var action = "{\"move\":\"left\"}not json"u8.ToArray();
        using var file = run.Create();
        float[] values = [0.5f, 1, float.NaN, -2.25f, 0, 0, 0, 0];
        file.Commit(
            [
                new StepBatch
                {
                    Stream = Trajectory.Stream,
                    FirstSeq = 1,
                    Episodes = [0, 0],
                    Steps = [0, 1],
                    Rewards = [0.1, -1],
                    Flags = [StepFlags.None, StepFlags.Truncated],
                    TimesUs = [1, 2],
                    Actions = StepColumn.Json(action, [15, action.Length]),
                    Observations = StepColumn.Typed(DType.Float32, [2, 2], System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), 2),
                },
            ], 1);
    }

    private static byte[] Export(TempRun run, ExportFormat format)
    {
        using var reader = run.Read();
        using var output = new MemoryStream();
        StepExporter.Export(reader, format, output, TestContext.Current.CancellationToken);
        return output.ToArray();
    }
}
