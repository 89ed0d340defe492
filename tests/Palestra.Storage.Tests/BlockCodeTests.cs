using System.IO.Compression;
using System.Numerics;
using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>Planes in a code of their own: encoding 3.</summary>
public sealed class BlockCodeTests
{
    private const int Seed = 577215;
    private const int GoldenSteps = 5000;
    private const string GoldenSha256 = "37684a5a0b07ff6b29986c4752549c00edc799b29e27f56b4d87dff423ed6fef";
    private const int Mutations = 50_000;

    private static readonly string[] Kinds = ["two", "rare", "few", "geometric", "fibonacci", "noise", "equal", "all", "walk"];

    private readonly Random _random = new(Seed);
    private readonly PlaneCode _code = new();
    private readonly ByteWriter _output = new();

    public static TheoryData<string> Distributions => [.. Kinds];

    [Theory]
    [MemberData(nameof(Distributions))]
    public void A_coded_plane_comes_back_and_takes_hardly_more_than_its_entropy(string distribution)
    {
        var written = 0;
        foreach (var count in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 31, 100, 255, 1000, 1023, 4095, 4096, .. Enumerable.Range(0, 50).Select(_ => _random.Next(1, 4097))])
        {
            var plane = Plane(distribution, count);
            _output.Clear();
            var bytes = _code.Write(plane, _output);
            Assert.Equal(bytes, _output.Length);
            if (bytes == 0)
            {
                continue;
            }

            written++;
            var what = $"seed {Seed}, {distribution}, {count} bytes";
            Assert.True(bytes < count, what);
            Assert.True(Read(_output.Written.ToArray(), count).SequenceEqual(plane), what);

            // Shannon's bound below; above it Gallager's ("Variations on a Theme by Huffman", 1978).
            var shares = plane.GroupBy(b => b).Select(same => same.Count() / (double)count).ToArray();
            var entropy = shares.Sum(share => -share * Math.Log2(share));
            var body = bytes - PlaneCode.HeadBytes(shares.Length);
            Assert.InRange(body, Math.Floor(count * entropy / 8), Math.Ceiling(count * (entropy + shares.Max() + 0.086) / 8));
        }

        Assert.True(written > 10 || distribution == "noise", $"seed {Seed}, {distribution}: {written}");
    }

    [Theory]
    [MemberData(nameof(Distributions))]
    public void No_other_code_is_shorter_where_the_limit_of_lengths_does_not_bite(string distribution)
    {
        var compared = 0;
        for (var round = 0; round < 50; round++)
        {
            var counts = Plane(distribution, _random.Next(2, 4097)).GroupBy(b => b).Select(same => ((ulong)same.Count() << 8) | same.Key).Order().ToArray();
            if (counts.Length < 2)
            {
                continue;
            }

            var lengths = new byte[256];
            var bits = new PlaneCodeLengths().Find(counts, lengths);
            var (best, deepest) = Huffman(counts);
            Assert.True(deepest > PlaneCode.MostBits ? bits >= best && bits < best * 1.01 : bits == best, $"seed {Seed}, {distribution}, round {round}: {bits}, {best}");
            Assert.InRange(lengths.Max(), 1, PlaneCode.MostBits);
            Assert.Equal(1 << PlaneCode.MostBits, lengths.Where(length => length > 0).Sum(length => 1 << (PlaneCode.MostBits - length)));
            compared++;
        }

        Assert.True(compared > 40, $"seed {Seed}, {distribution}: {compared}");
    }

    [Fact]
    public void A_plane_that_would_not_get_smaller_is_not_coded()
    {
        Assert.Equal(0, _code.Write(new byte[100], _output));
        Assert.Equal(0, _code.Write([1, 2], _output));
        Assert.Equal(0, _code.Write([.. Enumerable.Range(0, 4096).Select(i => (byte)i)], _output));
        Assert.Equal(0, _output.Length);
    }

    [Fact]
    public void Codes_that_are_not_those_of_one_tree_are_refused()
    {
        // Two symbols of one bit each: a byte for eight rows.
        byte[] rows = [0, 1, 0, 0, 1, 1, 1, 0];
        Assert.Equal(rows, Read([1, 0, 1, 0x11, 0b0111_0010], 8));
        byte[][] refused =
        [
            [], [0], [0, 5, 1, 0], [1, 0, 1], [1, 0, 1, 0x11], // nothing, one symbol, cut off
            [1, 0, 1, 0x11, 0b0111_0010, 0], [1, 1, 0, 0x11, 0b0111_0010], [1, 0, 0, 0x11, 0b0111_0010], // more behind it, out of order, twice
            [1, 0, 1, 0x12, 0b0111_0010], [1, 0, 1, 0x01, 0b0111_0010], [1, 0, 1, 0xC1, 0b0111_0010], // incomplete, without a code, too long
            [2, 0, 1, 2, 0x11, 0x01, 0b0111_0010], [2, 0, 1, 2, 0x21, 0x12, 0b0111_0010], // more codes than there is room, a length without a symbol
        ];
        foreach (var coded in refused)
        {
            Assert.Throws<BlockFormatException>(() => Read(coded, 8));
        }

        // Bits that no row needs are 0.
        Assert.Throws<BlockFormatException>(() => Read([1, 0, 1, 0x11, 0b1111_0010], 7));
        Assert.Equal(rows[..7], Read([1, 0, 1, 0x11, 0b0111_0010], 7));
    }

    [Fact]
    public void Mutated_planes_are_refused_or_read_as_something()
    {
        var (refused, read) = (0, 0);
        for (var round = 0; round < Mutations; round++)
        {
            var distribution = Kinds[round % Kinds.Length];
            var plane = Plane(distribution, _random.Next(50, 400));
            _output.Clear();
            if (_code.Write(plane, _output) == 0)
            {
                continue;
            }

            var coded = _output.Written.ToArray();
            for (var i = _random.Next(1, 4); i > 0; i--)
            {
                coded[_random.Next(_random.Next(2) == 0 ? Math.Min(40, coded.Length) : coded.Length)] = (byte)_random.Next(256);
            }

            coded = _random.Next(4) == 0 ? coded[.._random.Next(coded.Length)] : coded;
            try
            {
                Assert.Equal(plane.Length, Read(coded, plane.Length).Length);
                read++;
            }
            catch (BlockFormatException e)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {Seed}, round {round}: {e} for {Convert.ToHexString(coded)}");
            }
        }

        Assert.True(refused > Mutations / 10 && read > Mutations / 1000, $"seed {Seed}: {refused} refused, {read} read");
    }

    [Fact]
    public void In_a_hurry_planes_of_few_values_are_coded_and_charts_read_them_too()
    {
        var encoder = new BlockEncoder(CompressionLevel.Optimal);
        foreach (var count in new[] { 1024, 1025, 3000, 4096 })
        {
            var batch = new Trajectory(count, 5).Batch(1, count);
            var payload = encoder.Encode(batch, hurry: true).ToArray();
            Assert.Equal(BlockEncoder.PlanesCoded, encoder.Encoding);
            Runs.AssertSame(batch, BlockDecoder.Decode(batch.Stream, 1, encoder.Encoding, payload));
            foreach (var name in (string[])["reward", "action", "observation"])
            {
                Assert.True(StepValue.TryParse(name, out var value));
                var numbers = BlockNumbers.Decode(1, encoder.Encoding, payload, value);
                Assert.Equal(batch.TimesUs, numbers.TimesUs);
                Assert.Equal(Enumerable.Range(0, count).Select(i => value.Of(batch, i)), numbers.Values);
            }

            Assert.True(payload.Length < encoder.Encode(batch).Length * 1.15, $"{count} steps: {payload.Length} bytes");
        }
    }

    [Fact]
    public void What_a_compressor_shortens_more_than_a_code_is_left_to_it()
    {
        // Each byte value is as frequent as the next, but they come in runs, or in an order that comes again.
        foreach (var row in (Func<int, int>[])[i => i / 64, i => i / 9 % 16, i => i % 16, i => i * i % 64 % 16])
        {
            var rows = new byte[4096];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = (byte)row(i);
            }

            var planes = new PlaneWriter(new ByteWriter());
            planes.Begin(hurry: true);
            planes.Write(rows, 1);
            Assert.Equal(0, planes.Apart.Length);
        }
    }

    [Fact]
    public void A_damaged_file_with_coded_planes_is_repaired_without_a_loss_P_GAP()
    {
        const int Steps = 13_000;
        using var run = new TempRun { Settings = new StorageSettings { HurrySteps = 1 } };
        Runs.Record(run, new Trajectory(Steps, 1), batch: 3000);
        using (var db = SqliteDb.OpenWriter(run.Folder.DatabaseFile, TimeSpan.Zero))
        {
            Assert.True(db.Scalar("SELECT count(*) FROM blocks WHERE encoding = 3") > 1);
        }

        using (var file = File.OpenWrite(run.Folder.DatabaseFile))
        {
            file.Write(new byte[100]);
        }

        var report = RunRepair.Repair(run.Folder, mayWrite: true, TimeProvider.System);
        Assert.True(report.Changed);
        Assert.Empty(Assert.Single(report.Streams).Lost);
        var verified = RunVerifier.Verify(run.Folder);
        Assert.True(verified.Complete, string.Join(" ", verified.Problems));
        Assert.Equal(Steps, verified.Streams[0].Count);
    }

    [Fact]
    public void A_file_written_with_coded_planes_is_read_verified_and_continued()
    {
        using var run = new TempRun();
        Directory.CreateDirectory(run.Folder.Path);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "run-v1-coded.db"), run.Folder.DatabaseFile);
        var report = RunVerifier.Verify(run.Folder);
        Assert.True(report.Complete, string.Join(" ", report.Problems));
        Assert.Equal(GoldenSha256, report.Streams[0].Sha256);
        using (var file = run.Open())
        {
            Assert.Equal(1, file.Db.Scalar("SELECT count(*) FROM blocks WHERE encoding = 3"));
            Assert.Equal([new StreamPosition(Trajectory.Stream, GoldenSteps, report.Episodes)], file.Positions);
        }

        using var reader = run.Read();
        Runs.AssertSame(
            new Trajectory(GoldenSteps, 42).Batch(1, GoldenSteps),
            StepBatches.Join([.. reader.ReadSteps(Trajectory.Stream, 1, GoldenSteps)]));
    }

    /// <summary>Writes the golden file of encoding 3 anew: never, as long as it is read.</summary>
    internal static void WriteGolden(string path)
    {
        using var run = new TempRun { Settings = new StorageSettings { HurrySteps = 1 } };
        var trajectory = new Trajectory(GoldenSteps, 42);
        Runs.Record(run, trajectory, batch: GoldenSteps);
        using (var file = run.Open())
        {
            file.RecordTotals([new StreamTotal(Trajectory.Stream, GoldenSteps, trajectory.Episodes(1, GoldenSteps).Count())]);
        }

        File.Copy(run.Folder.DatabaseFile, path, overwrite: true);
    }

    private static byte[] Read(byte[] coded, int count)
    {
        // Between other planes, which stay as they are.
        var rows = new byte[3 * count];
        PlaneCodes.Read(coded, rows, 1, 3);
        Assert.All(Enumerable.Range(0, count), i => Assert.Equal((0, 0), (rows[3 * i], rows[(3 * i) + 2])));
        return [.. Enumerable.Range(0, count).Select(i => rows[(3 * i) + 1])];
    }

    private byte[] Plane(string distribution, int count)
    {
        var plane = new byte[count];
        var walk = 100;
        for (var i = 0; i < count; i++)
        {
            walk += _random.Next(-1, 2);
            plane[i] = (byte)(distribution switch
            {
                "two" => _random.Next(2) * 255,
                "rare" => _random.Next(100) == 0 ? _random.Next(256) : 7,
                "few" => 60 + _random.Next(20),
                "geometric" => 3 * BitOperations.TrailingZeroCount(_random.Next() | (1 << 30)),
                "fibonacci" => Math.Min(40, (int)(Math.Log(1 / (1 - _random.NextDouble())) / Math.Log(1.618))),
                "noise" => _random.Next(256),
                "equal" => i % 100,
                "all" => 256 * Math.Pow(_random.NextDouble(), 4),
                _ => walk,
            });
        }

        return plane;
    }

    /// <summary>The textbook's, without a limit: bits of all occurrences, and of the longest code.</summary>
    private static (long Bits, int Deepest) Huffman(ulong[] counts)
    {
        var trees = new PriorityQueue<(long Count, int Depth), (long, int)>();
        foreach (var count in counts)
        {
            trees.Enqueue(((long)(count >> 8), 0), ((long)(count >> 8), 0));
        }

        var bits = 0L;
        while (trees.Count > 1)
        {
            var (one, other) = (trees.Dequeue(), trees.Dequeue());
            var joined = (Count: one.Count + other.Count, Depth: Math.Max(one.Depth, other.Depth) + 1);
            bits += joined.Count;
            trees.Enqueue(joined, joined);
        }

        return (bits, trees.Peek().Depth);
    }
}
