namespace Palestra.Settings;

/// <summary>Where a value stands.</summary>
/// <param name="Text">In words: "settings.json line 3", "environment variable GYM_RUN_CPUS", "stored by ada at …".</param>
internal sealed record LayerPlace(string Text, string? File = null, int? Line = null)
{
    /// <summary>Why the value is in force if it wins, when that needs more words than usual.</summary>
    public string? Because { get; init; }

    public static LayerPlace InFile(string file, int line, string name = "") =>
        new($"{file} line {line}{(name.Length == 0 ? "" : $" ({name})")}", file, line);
}
