using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Palestra.Gym.Tests;

/// <summary>Reads the recordings next to the test assembly.</summary>
internal static class GoldenFile
{
    public static JsonElement Open(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", name))).RootElement;

    public static BigInteger Big(JsonElement json) =>
        BigInteger.Parse(json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText(), CultureInfo.InvariantCulture);

    public static ulong Seed(JsonElement json) => (ulong)Big(json);

    public static RandomState State(JsonElement json) => new(
        UInt128.Parse(json.GetProperty("state").GetString()!, CultureInfo.InvariantCulture),
        UInt128.Parse(json.GetProperty("inc").GetString()!, CultureInfo.InvariantCulture),
        json.GetProperty("has_uint32").GetInt32() != 0,
        json.GetProperty("uinteger").GetUInt32());

    public static double[] Doubles(JsonElement json) => [.. json.EnumerateArray().Select(v => v.GetDouble())];

    public static long[] Longs(JsonElement json) => [.. json.EnumerateArray().Select(v => (long)Big(v))];

    public static ulong[] ULongs(JsonElement json) => [.. json.EnumerateArray().Select(v => (ulong)Big(v))];

    public static T[] Draw<T>(int count, Func<T> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];
}
