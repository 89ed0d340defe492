using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Palestra.Gym.Tests;

/// <summary>P-SEED over 200,000 draws of each kind, rare branches of the ziggurats included.</summary>
public sealed class LongRunTests
{
    private static readonly JsonElement Rng = GoldenFile.Open("rng.json");

    public static TheoryData<string, int> Runs
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var run in Rng.GetProperty("long_runs").EnumerateArray())
            {
                for (var i = 0; i < run.GetProperty("checksums").GetArrayLength(); i++)
                {
                    data.Add(run.GetProperty("seed").GetString()!, i);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Seeds => [.. Rng.GetProperty("long_runs").EnumerateArray().Select(r => r.GetProperty("seed").GetString()!)];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Checksum_over_a_long_run_is_numpys(string seed, int index)
    {
        var golden = Run(seed).GetProperty("checksums")[index];
        var random = new NumpyRandom(System.Numerics.BigInteger.Parse(seed));
        var bytes = new byte[golden.GetProperty("n").GetInt32() * 8];
        for (var i = 0; i < bytes.Length; i += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i), golden.GetProperty("op").GetString() switch
            {
                "raw64" => random.NextUInt64(),
                "random" => BitConverter.DoubleToUInt64Bits(random.Random()),
                "standard_normal" => BitConverter.DoubleToUInt64Bits(random.StandardNormal()),
                "standard_exponential" => BitConverter.DoubleToUInt64Bits(random.StandardExponential()),
                _ => (ulong)random.Integers((long)GoldenFile.Big(golden.GetProperty("low")), (long)GoldenFile.Big(golden.GetProperty("high"))),
            });
        }

        Assert.Equal(GoldenFile.State(golden.GetProperty("after")), random.State);
        Assert.Equal(golden.GetProperty("sha256_little_endian").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Draws_from_the_tails_are_numpys(string seed)
    {
        var tails = Run(seed).GetProperty("tails");
        Check("standard_normal_first_1000", "normal_tail", r => r.StandardNormal());
        Check("standard_exponential_first_1000", "exponential_tail", r => r.StandardExponential());

        void Check(string start, string tail, Func<NumpyRandom, double> draw)
        {
            var random = new NumpyRandom(System.Numerics.BigInteger.Parse(seed));
            var values = GoldenFile.Draw(tails.GetProperty("n").GetInt32(), () => draw(random));
            Assert.Equal(GoldenFile.Doubles(Run(seed).GetProperty(start)), values.Take(1000));
            foreach (var entry in tails.GetProperty(tail).EnumerateArray())
            {
                Assert.Equal(entry[1].GetDouble(), values[entry[0].GetInt32()]);
            }
        }
    }

    private static JsonElement Run(string seed) =>
        Rng.GetProperty("long_runs").EnumerateArray().Single(s => s.GetProperty("seed").GetString() == seed);
}
