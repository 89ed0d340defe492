using System.CommandLine;
using Palestra.Gym;
using Palestra.Gym.Rendering;

namespace Palestra.Cli;

internal static class GymRenderCommand
{
    public static Command Create()
    {
        var env = GymCommands.Env();
        var envArgs = GymCommands.EnvArgs();
        var seed = GymCommands.Seed();
        var steps = new Option<int>("--steps") { Description = "Random actions to take first.", HelpName = "N" };
        var file = new Option<string>("--out") { Description = "PNG file to write.", HelpName = "FILE.png", Required = true };
        var command = new Command("render", "Draw one frame of an environment.") { env, envArgs, seed, steps, file };
        command.SetAction(arguments =>
        {
            using var made = GymCommands.Make(arguments, env, envArgs);
            Play(made, arguments.GetValue(seed), arguments.GetValue(steps));
            Write(made, arguments.GetRequiredValue(file));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Play(IEnv env, ulong? seed, int steps)
    {
        if (steps < 0)
        {
            throw new UserErrorException($"--steps {steps} is not allowed: 0 or more.");
        }

        var observation = new byte[env.ObservationSpace.RowBytes];
        var action = new byte[env.ActionSpace.RowBytes];
        env.ActionSpace.Seed(seed ?? 0);
        env.Reset(seed, observation);
        for (var i = 0; i < steps; i++)
        {
            env.ActionSpace.Sample(action);
            if (env.Step(action, observation).Done)
            {
                env.Reset(null, observation);
            }
        }
    }

    private static void Write(IEnv env, string file)
    {
        if (!env.FrameSize.CanRender)
        {
            throw new UserErrorException($"{env.Spec.Id} does not render frames.");
        }

        if (!file.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
        {
            throw new UserErrorException($"--out '{file}' is not a kind of picture that can be written: *.png.");
        }

        var rgb = new byte[env.FrameSize.Bytes];
        env.Render(rgb);
        try
        {
            using var output = File.Create(file);
            PngWriter.Write(output, rgb, env.FrameSize.Width, env.FrameSize.Height);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"--out '{file}' cannot be written: {error.Message}");
        }
    }
}
