namespace Palestra.Settings;

/// <summary>One change of one setting, as the history keeps it. Immutable. Secrets never get here.</summary>
public sealed record SettingChange
{
    /// <summary>Rising number that the store gives; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    public required long TimeUs { get; init; }

    public required string Who { get; init; }

    /// <summary>One of <see cref="ChangeVia"/>.</summary>
    public required string Via { get; init; }

    public required string Key { get; init; }

    /// <summary>
    /// What the layer said before: the stored override, or for an edit of the settings file the value in the file;
    /// <c>null</c> when it said nothing.
    /// </summary>
    public string? Old { get; init; }

    /// <summary>What the layer says now; <c>null</c> when it was unset.</summary>
    public string? New { get; init; }

    /// <summary>It takes effect with the next start.</summary>
    public bool Pending { get; init; }

    /// <summary>The last bus sequence of every live run at that moment, by run id.</summary>
    public IReadOnlyDictionary<string, long> RunPositions { get; init; } = new Dictionary<string, long>();
}

/// <summary>The ways a change can come.</summary>
public static class ChangeVia
{
    public const string Console = "console";

    public const string Cli = "cli";

    public const string Api = "api";

    /// <summary>An edit of the settings file: it is kept in the history, but there is no override of it.</summary>
    public const string File = "file";
}
