using System.CommandLine;

namespace Palestra.Cli;

/// <summary>Options that work with every command.</summary>
internal static class GlobalOptions
{
    public static Option<string?> DataDir { get; } = new("--data-dir")
    {
        Description = "Data folder; default GYM_DATA_DIR, else the user's data folder.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "Override a setting for this command, for example --set telemetry.heartbeat_interval=2. Repeatable.",
        HelpName = "key=value",
        Recursive = true,
        Arity = ArgumentArity.OneOrMore,
    };

    public static IReadOnlyList<Option> All { get; } = [DataDir, Set];

    /// <summary><c>--json</c>: a fresh one for each command that has it.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on stdout." };

    /// <summary>The argument that names a run.</summary>
    public static Argument<string> Run() => new("RUN") { Description = "Run id." };
}
