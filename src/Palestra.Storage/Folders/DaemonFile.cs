using System.Text.Json;

namespace Palestra.Storage;

/// <summary>
/// What a running daemon leaves in <c>daemon.json</c> (mode 0600), so that commands and workers find it, and find it
/// again after a restart.
/// </summary>
public sealed record DaemonFile
{
    public required int Pid { get; init; }

    /// <summary>For example <c>http://127.0.0.1:7380</c>.</summary>
    public required string HttpAddress { get; init; }

    /// <summary>For example <c>http://127.0.0.1:50055</c>.</summary>
    public required string GrpcAddress { get; init; }

    public required string Token { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long StartedUs { get; init; }

    public required string Version { get; init; }

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Replaces the file in one move: a reader sees the old one or the new one, never a part.</summary>
    public void Write(DataRoot root) =>
        AtomicFile.Write(root.DaemonFile, JsonSerializer.SerializeToUtf8Bytes(this, Json), onlyOwner: true);

    /// <returns><c>null</c> when there is none or it cannot be understood.</returns>
    public static DaemonFile? TryRead(DataRoot root)
    {
        try
        {
            return JsonSerializer.Deserialize<DaemonFile>(File.ReadAllBytes(root.DaemonFile), Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Removes the file if it is still that of <paramref name="pid"/>.</summary>
    public static void Delete(DataRoot root, int pid)
    {
        if (TryRead(root)?.Pid == pid)
        {
            File.Delete(root.DaemonFile);
        }
    }
}
