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

    /// <summary>All environments, those of the assemblies that the settings name included.</summary>
    public static EnvRegistry Registry(ParseResult arguments)
    {
        Workbench.Open(arguments).WithEnvironments();
        return EnvRegistry.Default;
    }

    /// <summary>Makes the environment a command names; an id that should not be used any more is made with a warning.</summary>
    /// <exception cref="UserErrorException">Unknown id or wrong argument.</exception>
    public static IEnv Make(ParseResult arguments, Argument<string> id, Option<string[]> envArgs)
    {
        try
        {
            var env = Registry(arguments).Make(arguments.GetRequiredValue(id), Assignments.Values(arguments.GetValue(envArgs), "--env-arg"));
            WarnOf(env.Spec);
            return env;
        }
        catch (GymException error)
        {
            throw new UserErrorException(error.Message);
        }
    }

    public static void WarnOf(EnvSpec spec)
    {
        if (spec.Deprecation is { } instead)
        {
            Console.Error.WriteLine($"Warning: {instead}");
        }
    }
}
