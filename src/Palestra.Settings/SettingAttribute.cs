namespace Palestra.Settings;

/// <summary>
/// Describes one setting. The default is the initialiser of the property and stands nowhere else. Supported types:
/// <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>,
/// <see cref="TimeSpan"/> (written in the unit, for example <c>5.0</c> with unit <c>s</c>) and enums.
/// </summary>
/// <param name="name">Last part of the key, for example <c>batch_size</c>.</param>
/// <param name="description">One sentence: what it does and what follows from a larger or smaller value.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string name, string description) : Attribute
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    /// <summary>Environment variable, <c>GYM_…</c>. Left out: <c>GYM_</c>, the key in capitals, dots as underscores.</summary>
    public string? Env { get; init; }

    /// <summary>
    /// Unit of the written value: <c>steps</c>, <c>bytes</c>, <c>Hz</c> … Required for numbers, and for durations, which
    /// are written in <c>us</c>, <c>ms</c>, <c>s</c>, <c>min</c> or <c>h</c>.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>Smallest allowed value, in the unit. <see cref="double.NaN"/> is no bound.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>Largest allowed value, in the unit. <see cref="double.NaN"/> is no bound.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>Allowed texts, for strings with a fixed choice.</summary>
    public string[]? Allowed { get; init; }

    /// <summary>A change takes effect in a running daemon; else after a restart.</summary>
    public bool Hot { get; init; }

    /// <summary>
    /// Never shown: not in lists, logs, dumps or run records. A secret is a string, its default is empty, and its record
    /// overrides <c>ToString</c> so that it does not print it.
    /// </summary>
    public bool Secret { get; init; }

    /// <summary>
    /// Needed before the settings file and the store can be found, so it cannot stand in them: only <c>.env</c>,
    /// environment and command line set it.
    /// </summary>
    public bool Bootstrap { get; init; }

    /// <summary>
    /// Names code that the daemon and its workers execute, so only who owns the machine's files may set it: settings file,
    /// <c>.env</c>, environment and command line. It is never stored, hence never changed over HTTP.
    /// </summary>
    public bool HostOnly { get; init; }

    /// <summary>
    /// Switches something off that must rather run than not: a hot bool whose default is <c>true</c>. While the stored
    /// overrides cannot be read it is <c>true</c>, unless <c>.env</c>, environment or command line say otherwise.
    /// </summary>
    public bool KillSwitch { get; init; }

    /// <summary>
    /// Why the default is what it is, in a sentence or two, where somebody may expect another one, for example because
    /// the original had several. The reference prints it.
    /// </summary>
    public string? Why { get; init; }

    /// <summary>What to use instead, as a sentence. The setting still counts, and whoever gives it is warned.</summary>
    public string? Deprecated { get; init; }
}
