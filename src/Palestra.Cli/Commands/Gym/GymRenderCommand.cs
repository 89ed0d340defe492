using System.CommandLine;
using Palestra.Gym;
using Palestra.Gym.Rendering;

namespace Palestra.Cli;

/// <summary>
/// <c>palestra gym render ENV</c>: one frame as PNG, an animation as GIF, or the environment's own text.
/// </summary>
internal static class GymRenderCommand
{
    [NotTunable("Spares typing --steps; long enough to see what an environment is, short enough for a small file.")]
    private const int DefaultAnimationSteps = 100;

    private static readonly Argument<string> Env = GymCommands.Env();
    private static readonly Option<string[]> EnvArgs = GymCommands.EnvArgs();
    private static readonly Option<ulong?> Seed = GymCommands.Seed();
    private static readonly Option<string> Actions = ActionsFile.Option();

    private static readonly Option<int?> Steps = new("--steps")
    {
        Description = $"Random actions to take: left out, {DefaultAnimationSteps} for an animation and none for a picture or text.",
        HelpName = "N",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "File to write: *.png is the last frame, *.gif an animation with one frame per reset and step.",
        HelpName = "FILE",
    };

    private static readonly Option<double?> Fps = new("--fps")
    {
        Description = "Frames per second of an animation: left out, what the environment's model means.",
        HelpName = "F",
    };

    private static readonly Option<bool> Text = new("--text") { Description = "Print the last state as text instead, if the environment draws any." };

    public static Command Create()
    {
        var command = new Command("render", "Draw an environment: one frame, an animation or text.") { Env, EnvArgs, Seed, Steps, Actions, Out, Fps, Text };
        command.SetAction(Render);
        return command;
    }

    private static int Render(ParseResult arguments)
    {
        var (file, fps) = (arguments.GetValue(Out), arguments.GetValue(Fps));
        Check(arguments, file);
        using var env = GymCommands.Make(arguments, Env, EnvArgs);
        using var list = arguments.GetValue(Actions) is { } given ? ActionsFile.Read(given) : null;
        var seed = arguments.GetValue(Seed);
        var steps = arguments.GetValue(Steps) ?? (file is not null && PictureFile.IsAnimation(file) ? DefaultAnimationSteps : 0);
        var states = GymPlay.States(env, seed, list is null ? GymPlay.RandomActions(env, seed, steps) : GymPlay.ActionsOf(env, list.RootElement));
        if (file is null)
        {
            Print(env, states);
        }
        else if (!env.FrameSize.CanRender)
        {
            throw new UserErrorException($"{env.Spec.Id} does not render frames.");
        }
        else if (PictureFile.IsAnimation(file))
        {
            PictureFile.WriteAnimation(file, env, states, fps ?? Math.Min(env.Spec.RenderFps, GifWriter.MaxFps));
        }
        else
        {
            PictureFile.WritePicture(file, env, states);
        }

        return ExitCodes.Success;
    }

    private static void Check(ParseResult arguments, string? file)
    {
        if ((file is not null) == arguments.GetValue(Text))
        {
            throw new UserErrorException("Say what to draw: either --out FILE (*.png or *.gif) or --text.");
        }

        if (file is not null)
        {
            PictureFile.CheckName(file);
        }

        if (arguments.GetValue(Fps) is not null && (file is null || !PictureFile.IsAnimation(file)))
        {
            throw new UserErrorException("--fps is for animations: --out must be a *.gif.");
        }

        if (arguments.GetValue(Steps) is { } steps && (steps < 0 || arguments.GetValue(Actions) is not null))
        {
            throw new UserErrorException(steps < 0
                ? $"--steps {steps} is not allowed: 0 or more."
                : "--steps and --actions exclude each other: the file says how many steps are taken.");
        }
    }

    private static void Print(IEnv env, IEnumerable<int> states)
    {
        if (!env.RendersText)
        {
            throw new UserErrorException($"{env.Spec.Id} does not draw as text.");
        }

        try
        {
            foreach (var _ in states)
            {
            }
        }
        catch (GymException error)
        {
            throw new UserErrorException(error.Message);
        }

        var text = env.RenderText();
        Console.Out.Write(text.EndsWith('\n') ? text : text + "\n");
    }
}
