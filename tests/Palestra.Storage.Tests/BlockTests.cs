using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class BlockTests
{
    private readonly BlockEncoder _encoder = new(CompressionLevel.Fastest);

    public static TheoryData<DType, int[]> Layouts => new()
    {
        { DType.UInt8, [4, 3] }, { DType.Int8, [] }, { DType.UInt16, [2] }, { DType.Int16, [] }, { DType.UInt32, [] },
        { DType.Int32, [3] }, { DType.UInt64, [] }, { DType.Int64, [] }, { DType.Float32, [4] }, { DType.Float64, [8, 8] },
        { DType.Bool, [5] },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_element_type_and_shape_comes_back_as_it_was(DType dtype, int[] shape)
    {
        var random = new Random(11);
        foreach (var count in new[] { 1, 2, 17, 4096 })
        {
            var bytes = new byte[count * dtype.SizeBytes() * shape.Aggregate(1, (a, b) => a * b)];
            random.NextBytes(bytes);
            AssertRoundTrip(WithObservations(count, StepColumn.Typed(dtype, shape, bytes, count)));
        }
    }

    [Fact]
    public void Json_columns_and_infos_come_back_as_they_were()
    {
        string[] rows = ["{\"a\":1}", "", "[1,2,3]", "\"é\""];
        var ends = new int[rows.Length];
        var data = rows.Aggregate(Array.Empty<byte>(), (bytes, row) => [.. bytes, .. Encoding.UTF8.GetBytes(row)]);
        for (int i = 0, at = 0; i < rows.Length; i++)
        {
            ends[i] = at += Encoding.UTF8.GetByteCount(rows[i]);
        }

        AssertRoundTrip(WithObservations(4, StepColumn.Json(data, ends),
            [new StepInfo(1, "{}"u8.ToArray()), new StepInfo(3, "{\"prob\":0.5}"u8.ToArray())]));
    }

    [Fact]
    public void Extreme_values_and_a_clock_that_runs_backwards_come_back_as_they_were()
    {
        var batch = new StepBatch
        {
            Stream = Trajectory.Stream,
            FirstSeq = long.MaxValue - 5,
            Episodes = [long.MaxValue, 0, 3, 3],
            Steps = [int.MaxValue, 0, 5, 4],
            Rewards = [double.NaN, double.NegativeInfinity, -0.0, double.Epsilon],
            Flags = [StepFlags.Terminated, StepFlags.Terminated | StepFlags.Truncated, StepFlags.None, StepFlags.Truncated],
            TimesUs = [long.MaxValue, long.MinValue, 0, -1],
            Actions = Trajectory.Int64([long.MinValue, long.MaxValue, 0, -1]),
            Observations = Trajectory.Int64([1, 2, 3, 4]),
        };
        AssertRoundTrip(batch);
    }

    [Fact]
    public void Damaged_payloads_are_refused_and_never_crash()
    {
        var payload = _encoder.Encode(new Trajectory(300, 3).Batch(1, 300)).ToArray();
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var refused = 0;
        for (var i = 0; i < 2000; i++)
        {
            var damaged = payload[..random.Next(payload.Length + 1)];
            for (var flips = random.Next(4); flips > 0 && damaged.Length > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            }

            try
            {
                BlockDecoder.Decode(Trajectory.Stream, 1, 1, damaged);
            }
            catch (BlockFormatException)
            {
                refused++;
            }
            catch (Exception e) when (e is not BlockFormatException)
            {
                Assert.Fail($"seed {seed}, attempt {i}: {e}");
            }
        }

        Assert.True(refused > 1000, $"seed {seed}: only {refused} of 2000 damaged payloads were refused");
    }

    [Fact]
    public void Hostile_contents_inside_a_sound_zlib_stream_are_refused()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var unpacked = new MemoryStream();
        using (var zlib = new ZLibStream(
            new MemoryStream(_encoder.Encode(new Trajectory(300, 3).Batch(1, 300)).ToArray()), CompressionMode.Decompress))
        {
            zlib.CopyTo(unpacked);
        }

        for (var i = 0; i < 2000; i++)
        {
            var raw = unpacked.ToArray();
            raw[random.Next(Math.Min(raw.Length, 200))] = (byte)random.Next(256);
            raw[random.Next(raw.Length)] = (byte)random.Next(256);
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
            {
                zlib.Write(raw);
            }

            try
            {
                BlockDecoder.Decode(Trajectory.Stream, 1, 1, packed.ToArray());
            }
            catch (BlockFormatException)
            {
                // The right answer to what makes no sense.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, attempt {i}: {e}");
            }
        }
    }

    [Fact]
    public void In_a_hurry_noise_is_kept_apart_and_all_else_is_compressed()
    {
        const int Count = 4096;
        var bytes = new byte[Count * 8];
        new Random(5).NextBytes(bytes);
        var noise = WithObservations(Count, StepColumn.Typed(DType.Float32, [2], bytes, Count));
        var payload = _encoder.Encode(noise, hurry: true);
        Assert.Equal(BlockEncoder.PlanesCoded, _encoder.Encoding);
        var coded = Apart(payload) - (8 * Count);
        Assert.InRange(coded, 1, Count / 2);

        // A noisy second that comes again and again is something a compressor finds.
        var period = bytes.AsSpan(0, 100 * 8).ToArray();
        for (var at = 0; at < bytes.Length; at += period.Length)
        {
            period.AsSpan(0, Math.Min(period.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
        }

        payload = _encoder.Encode(noise, hurry: true);
        Assert.True(payload.Length < 4 * Count);
        Assert.Equal(coded, Apart(payload));
        _encoder.Encode(new Trajectory(Count, 3).Batch(1, Count));
        Assert.Equal(BlockEncoder.AllCompressed, _encoder.Encoding);

        static int Apart(ReadOnlySpan<byte> payload) => payload.Length - sizeof(uint) - BinaryPrimitives.ReadInt32LittleEndian(payload);
    }

    [Fact]
    public void Numbering_is_called_well_behaved_exactly_where_it_is_and_comes_back_either_way()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var count = random.Next(1, 60);
            var batch = new Trajectory(100, random.Next()).Batch(1 + random.Next(40), 100);
            batch = StepBatches.Slice(batch, 0, Math.Min(count, batch.Count));
            Assert.True(BlockResidues.Vanish(batch.Episodes, batch.Steps, batch.Flags), $"seed {seed}, round {round}");
            if (batch.Count > 1)
            {
                // One number that nobody expects: the last flag and the first number say nothing about others.
                var at = random.Next(1, batch.Count);
                _ = random.Next(3) switch
                {
                    0 => batch.Episodes[at] += random.NextInt64(1, long.MaxValue),
                    1 => batch.Steps[at] += random.Next(1, int.MaxValue),
                    _ => (int)(batch.Flags[at - 1] = batch.Flags[at - 1] == StepFlags.None ? StepFlags.Truncated : StepFlags.None),
                };
                Assert.False(BlockResidues.Vanish(batch.Episodes, batch.Steps, batch.Flags), $"seed {seed}, round {round}");
            }

            for (var i = 0; i < batch.Count; i++)
            {
                batch.TimesUs[i] = random.Next(4) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : batch.TimesUs[i];
            }

            AssertRoundTrip(batch);
        }
    }

    [Fact]
    public void Parts_are_encoded_as_their_whole()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var whole = new Trajectory(4096, 9).Batch(1, 4096);
        var expected = _encoder.Encode(whole).ToArray();
        for (var round = 0; round < 5; round++)
        {
            var parts = new List<StepBatch>();
            for (var done = 0; done < whole.Count; done += parts[^1].Count)
            {
                parts.Add(StepBatches.Slice(whole, done, random.Next(1, whole.Count - done + 1)));
            }

            Assert.True(_encoder.Encode(parts, hurry: false).SequenceEqual(expected), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Planes_are_the_same_whatever_the_width_and_the_number_of_rows()
    {
        var random = new Random(12);
        foreach (var width in new[] { 1, 2, 3, 4, 5, 8, 12, 15, 16, 17, 24, 33, 64 })
        {
            foreach (var count in new[] { 1, 2, 15, 16, 17, 31, 100 })
            {
                var rows = new byte[width * count];
                random.NextBytes(rows);
                for (var i = 0; i < count; i++)
                {
                    // Some planes are constant but for the last row, some entirely.
                    rows[(i * width) + (width / 2)] = (byte)(i == count - 1 ? 1 : 0);
                    rows[(i * width) + (width / 3)] = 7;
                }

                var output = new ByteWriter();
                new PlaneWriter(output).Write(rows, width);
                var expected = new List<byte>();
                for (var plane = 0; plane < width; plane++)
                {
                    var bytes = Enumerable.Range(0, count).Select(i => rows[(i * width) + plane]).ToArray();
                    expected.AddRange(bytes.Distinct().Count() == 1 ? [0, bytes[0]] : [1, .. bytes]);
                }

                Assert.True(output.Written.SequenceEqual(expected.ToArray()), $"width {width}, {count} rows");
                var back = new byte[rows.Length];
                Read(output.Written, back, width);
                Assert.Equal(rows, back);
            }
        }

        static void Read(ReadOnlySpan<byte> planes, byte[] rows, int width)
        {
            var input = new ByteReader(planes);
            var apart = new ByteReader(default);
            Planes.Read(ref input, ref apart, rows, width);
            Assert.Equal(0, input.Remaining);
        }
    }

    [Fact]
    public void An_unknown_encoding_version_is_refused_with_its_number()
    {
        var refused = Assert.Throws<BlockFormatException>(() => BlockDecoder.Decode(Trajectory.Stream, 1, 9, [1, 2, 3]));
        Assert.Contains("9", refused.Message, StringComparison.Ordinal);
    }

    private static StepBatch WithObservations(int count, StepColumn observations, IReadOnlyList<StepInfo>? infos = null)
    {
        var model = new Trajectory(count, 4).Batch(1, count);
        return new StepBatch
        {
            Stream = model.Stream,
            FirstSeq = 1,
            Episodes = model.Episodes,
            Steps = model.Steps,
            Rewards = model.Rewards,
            Flags = model.Flags,
            TimesUs = model.TimesUs,
            Actions = model.Actions,
            Observations = observations,
            Infos = infos ?? [],
        };
    }

    private void AssertRoundTrip(StepBatch batch)
    {
        foreach (var hurry in new[] { false, true })
        {
            var payload = _encoder.Encode(batch, hurry);
            Runs.AssertSame(batch, BlockDecoder.Decode(batch.Stream, batch.FirstSeq, _encoder.Encoding, payload));
        }
    }
}
