using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Text.Json;

namespace Palestra.Gym.Tests;

/// <summary>Reads the recordings next to the test assembly.</summary>
internal static class GoldenFile
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");
    private static readonly ConcurrentDictionary<string, Lazy<JsonElement>> Opened = new();

    /// <summary>Every environment with a recording.</summary>
    public static IReadOnlyList<string> EnvIds { get; } =
    [
        .. Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f).Replace(".gz", string.Empty, StringComparison.Ordinal))
            .Where(f => f.EndsWith(".json", StringComparison.Ordinal)).Select(f => f[..^".json".Length])
            .Where(f => f != "rng" && !f.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    /// <param name="name">As in <c>Golden/</c>; a large one may lie there gzipped.</param>
    public static JsonElement Open(string name) => Opened.GetOrAdd(name, _ => new(() => Read(Path.Combine(Folder, name)))).Value;

    public static bool HasTables(string id) => Directory.EnumerateFiles(Folder, id + ".transitions.json*").Any();

    public static JsonElement Variant(string id, string name) =>
        Open(id + ".json").GetProperty("variants").EnumerateArray().Single(v => v.GetProperty("name").GetString() == name);

    public static IEnv Make(string id, JsonElement variant) => EnvRegistry.Default.Make(
        id, variant.GetProperty("kwargs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value));

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

    private static JsonElement Read(string path)
    {
        if (File.Exists(path))
        {
            return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        }

        using var zipped = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        return JsonDocument.Parse(zipped).RootElement;
    }
}
