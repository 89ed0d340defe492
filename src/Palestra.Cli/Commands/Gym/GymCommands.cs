using System.CommandLine;
using Palestra.Gym;

namespace Palestra.Cli;

/// <summary><c>palestra gym …</c>: the environments on their own, without daemon or recording.</summary>
internal static class GymCommands
{
    public static Command Create() => new("gym", "The environments on their own.")
    {
        GymListCommand.Create(), GymSpecCommand.Create(), GymRolloutCommand.Create(), GymRenderCommand.Create(), GymCheckCommand.Create(),
        GymBenchCommand.Create(),
    };

    public static Argument<string> Env() => new("ENV") { Description = "Environment id; 'palestra gym list' shows all." };

    public static Option<string[]> EnvArgs() => new("--env-arg")
    {
        Description = "Constructor argument of the environment. Repeatable.",
        HelpName = "k=v",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<ulong?> Seed() => new("--seed") { Description = "Seed of the first reset.", HelpName = "S" };

    /// <exception cref="UserErrorException">Unknown id or wrong argument.</exception>
    public static IEnv Make(string id, IEnumerable<string>? assignments)
    {
        try
        {
            return EnvRegistry.Default.Make(id, Assignments.Values(assignments, "--env-arg"));
        }
        catch (GymException error)
        {
            throw new UserErrorException(error.Message);
        }
    }
}
