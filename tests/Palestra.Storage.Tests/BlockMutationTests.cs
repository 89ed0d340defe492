using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>100,000 damaged blocks: each gets a valid batch or the typed exception, none a crash and none a lot of memory.</summary>
public sealed class BlockMutationTests
{
    private const int Seed = 161803;
    private const int Mutations = 50_000;

    /// <summary>The originals unpack to under 8 KiB; of what a few changed bytes can ask for, this is the bound.</summary>
    private const long MostBytesPerDecode = 64 << 20;

    private static readonly string[] Values = ["reward", "action", "observation", "observation[4]"];

    private readonly Random _random = new(Seed);
    private readonly byte[][] _originals;
    private int _refused;
    private int _valid;

    public BlockMutationTests()
    {
        var encoder = new BlockEncoder(CompressionLevel.Fastest);
        _originals = [.. Originals(_random).Select(batch => encoder.Encode(batch).ToArray())];
    }

    [Fact]
    public void Mutated_payloads_are_refused_with_the_typed_exception_or_decode_to_something_valid()
    {
        for (var round = 0; round < Mutations; round++)
        {
            Decode(round, Mutate([.. Any(_originals)]));
        }

        Assert.True(_refused > Mutations / 2, $"seed {Seed}: {_refused} refused");
    }

    [Fact]
    public void Mutated_contents_of_a_sound_zlib_stream_are_refused_or_decode_to_something_valid()
    {
        var contents = _originals.Select(Unpack).ToArray();
        for (var round = 0; round < Mutations; round++)
        {
            Decode(round, Pack(Mutate([.. Any(contents)])));
        }

        // The mutations reach every depth, else this test says nothing.
        Assert.True(_refused > Mutations / 10, $"seed {Seed}: {_refused} refused");
        Assert.True(_valid > Mutations / 10, $"seed {Seed}: {_valid} valid");
    }

    [Fact]
    public void Mutated_payloads_with_noise_apart_are_refused_or_decode_to_something_valid()
    {
        var (encoder, originals) = (new BlockEncoder(CompressionLevel.Fastest), new List<byte[]>());
        for (var i = 0; i < 4; i++)
        {
            var bytes = new byte[1100 * 8];
            _random.NextBytes(bytes);
            originals.Add(encoder.Encode(Batch(1100, StepColumn.Typed(DType.Float32, [2], bytes, 1100)), hurry: true).ToArray());
            Assert.Equal(BlockEncoder.NoiseApart, encoder.Encoding);
        }

        for (var round = 0; round < Mutations / 10; round++)
        {
            var payload = originals[_random.Next(originals.Count)];

            // Half of them where it matters: the noise itself may be anything.
            var head = BinaryPrimitives.ReadInt32LittleEndian(payload) + sizeof(uint);
            Decode(
                round,
                _random.Next(2) == 0 ? Mutate([.. payload]) : [.. Mutate(payload[..head]), .. payload[head..]],
                BlockEncoder.NoiseApart);
        }

        Assert.True(_refused > Mutations / 100, $"seed {Seed}: {_refused} refused");
    }

    [Fact]
    public void Mutated_payloads_with_coded_planes_are_refused_or_decode_to_something_valid()
    {
        var (encoder, originals) = (new BlockEncoder(CompressionLevel.Fastest), new List<byte[]>());
        for (var i = 0; i < 4; i++)
        {
            var bytes = Enumerable.Range(0, 1100 * 8).Select(_ => (byte)_random.Next(4 << i)).ToArray();
            originals.Add(encoder.Encode(Batch(1100, StepColumn.Typed(DType.Float32, [2], bytes, 1100)), hurry: true).ToArray());
            Assert.Equal(BlockEncoder.PlanesCoded, encoder.Encoding);
        }

        for (var round = 0; round < Mutations / 5; round++)
        {
            var payload = originals[_random.Next(originals.Count)];
            var head = BinaryPrimitives.ReadInt32LittleEndian(payload) + sizeof(uint);
            Decode(
                round,
                _random.Next(4) switch
                {
                    0 => Mutate([.. payload]),
                    1 => [.. Mutate(payload[..head]), .. payload[head..]],
                    2 => [.. payload[..head], .. Mutate(payload[head..])],
                    _ => Repack(payload[sizeof(uint)..head], payload[head..]),
                },
                BlockEncoder.PlanesCoded);
        }

        Assert.True(_refused > Mutations / 100, $"seed {Seed}: {_refused} refused");
        Assert.True(_valid > Mutations / 1000, $"seed {Seed}: {_valid} valid");
    }

    [Fact]
    public void A_few_bytes_that_ask_for_a_gigabyte_of_rows_are_refused_before_it_is_allocated()
    {
        // One step of UINT8 rows whose shape says 2^30, where 40 bytes follow.
        var raw = Unpack(new BlockEncoder(CompressionLevel.Fastest).Encode(Batch(1, StepColumn.Typed(DType.UInt8, [3], new byte[3], 1))).ToArray());
        var shape = raw.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[3, 0, 0, 0]);
        Assert.True(shape > 0);
        raw[shape] = 0;
        raw[shape + 3] = 0x40;
        Decode(0, Pack(raw));
        Assert.Equal(1, _refused);
    }

    private static IEnumerable<StepBatch> Originals(Random random)
    {
        for (var i = 0; i < 10; i++)
        {
            yield return new Trajectory(random.Next(1, 200), i).Batch(1, 1);
            var trajectory = new Trajectory(200, i);
            yield return trajectory.Batch(1, random.Next(2, 200));
            var count = random.Next(1, 40);
            var bytes = new byte[count * 6 * 4];
            random.NextBytes(bytes);
            yield return Batch(count, StepColumn.Typed(DType.Float32, [2, 3], bytes, count));
            var rows = Enumerable.Range(0, count).Select(r => Encoding.UTF8.GetBytes($"{{\"row\":{r}}}")).ToArray();
            var end = 0;
            yield return Batch(count, StepColumn.Json(rows.SelectMany(r => r).ToArray(), [.. rows.Select(r => end += r.Length)]));
        }
    }

    private static StepBatch Batch(int count, StepColumn observations) => new()
    {
        Stream = Trajectory.Stream,
        FirstSeq = 1,
        Episodes = new long[count],
        Steps = [.. Enumerable.Range(0, count)],
        Rewards = new double[count],
        Flags = new StepFlags[count],
        TimesUs = [.. Enumerable.Range(0, count).Select(i => 1_000_000L + i)],
        Actions = Trajectory.Int64(new long[count]),
        Observations = observations,
        Infos = [new StepInfo(count - 1, "{\"prob\":0.5}"u8.ToArray())],
    };

    private void Decode(int round, byte[] payload, int encoding = BlockEncoder.AllCompressed)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var batch = BlockDecoder.Decode(Trajectory.Stream, 1, encoding, payload);
            Assert.Null(batch.Validate());
            _valid++;

            // What charts read of it, and only that, is the same.
            Assert.True(StepValue.TryParse(Values[round % Values.Length], out var value));
            var numbers = BlockNumbers.Decode(1, encoding, payload, value);
            Assert.Equal(batch.TimesUs, numbers.TimesUs);
            Assert.Equal(Enumerable.Range(0, batch.Count).Select(i => value.Of(batch, i)), numbers.Values);
        }
        catch (BlockFormatException e)
        {
            Assert.NotEmpty(e.Message);
            _refused++;
            DecodeNumbers(round, payload, encoding);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"seed {Seed}, round {round}: {e} for {Convert.ToHexString(payload)}");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostBytesPerDecode, $"seed {Seed}, round {round}: {allocated} bytes for {Convert.ToHexString(payload)}");
    }

    /// <summary>Damage that lies behind what a chart needs is none of its business: numbers or the typed exception.</summary>
    private static void DecodeNumbers(int round, byte[] payload, int encoding)
    {
        Assert.True(StepValue.TryParse(Values[round % Values.Length], out var value));
        try
        {
            var numbers = BlockNumbers.Decode(1, encoding, payload, value);
            Assert.Equal(numbers.TimesUs.Length, numbers.Values.Length);
        }
        catch (BlockFormatException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    /// <summary>A sound zlib stream whose contents are damaged, and what stands behind it.</summary>
    private byte[] Repack(byte[] zlib, byte[] apart)
    {
        var packed = Pack(Mutate(Unpack(zlib)));
        return [.. BitConverter.GetBytes(packed.Length), .. packed, .. apart];
    }

    private byte[] Any(byte[][] from) => from[_random.Next(from.Length)];

    private byte[] Mutate(byte[] bytes)
    {
        for (var i = _random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
        {
            var at = _random.Next(bytes.Length);
            switch (_random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    bytes[at] = _random.Next(2) == 0 ? (byte)0 : byte.MaxValue;
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[(at + 1)..]];
                    break;
                case 3:
                    bytes = [.. bytes[..at], (byte)_random.Next(256), .. bytes[at..]];
                    break;
                case 4 when _random.Next(10) == 0:
                    bytes = bytes[..at];
                    break;
                default:
                    bytes[at] = (byte)_random.Next(256);
                    break;
            }
        }

        return bytes;
    }

    private static byte[] Unpack(byte[] payload)
    {
        using var unpacked = new MemoryStream();
        using var zlib = new ZLibStream(new MemoryStream(payload), CompressionMode.Decompress);
        zlib.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static byte[] Pack(byte[] raw)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.NoCompression))
        {
            zlib.Write(raw);
        }

        return packed.ToArray();
    }
}
