namespace Palestra.Settings;

/// <summary>Why something is refused, for programs; the sentence says it to people.</summary>
public enum SettingsErrorKind
{
    /// <summary>The value is not allowed, or the text it stands in cannot be read.</summary>
    Invalid,

    /// <summary>There is no such setting.</summary>
    Unknown,

    /// <summary>Values that are valid on their own do not go together.</summary>
    Rule,

    /// <summary><c>.env</c>, environment or command line give the value, so a stored one could not win.</summary>
    Pinned,

    /// <summary>The setting is needed before the layer can be found.</summary>
    Bootstrap,

    /// <summary>The setting names code to execute, so it is never stored.</summary>
    HostOnly,

    /// <summary>A secret stands where it must not, or where others can read it.</summary>
    Secret,

    /// <summary>There is no such change, or it cannot be undone.</summary>
    Undo,
}
