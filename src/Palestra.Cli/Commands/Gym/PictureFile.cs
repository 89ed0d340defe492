using Palestra.Gym;
using Palestra.Gym.Rendering;

namespace Palestra.Cli;

/// <summary>Writes pictures of an environment to a file, which is complete or not there.</summary>
internal static class PictureFile
{
    private const string Animation = ".gif";
    private const string Picture = ".png";

    public static bool IsAnimation(string file) => file.EndsWith(Animation, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="UserErrorException">The name says no kind of picture that can be written.</exception>
    public static void CheckName(string file)
    {
        if (!IsAnimation(file) && !file.EndsWith(Picture, StringComparison.OrdinalIgnoreCase))
        {
            throw new UserErrorException($"--out '{file}' is not a kind of picture that can be written: *{Picture} (one frame) or *{Animation} (an animation).");
        }
    }

    /// <summary>The last state.</summary>
    public static void WritePicture(string file, IEnv env, IEnumerable<int> states) => Save(file, (output, interrupted) =>
    {
        foreach (var _ in states)
        {
            interrupted.ThrowIfCancellationRequested();
        }

        var rgb = new byte[env.FrameSize.Bytes];
        env.Render(rgb);
        PngWriter.Write(output, rgb, env.FrameSize.Width, env.FrameSize.Height);
    });

    /// <summary>All states, one frame each.</summary>
    /// <param name="fps">Frames per second.</param>
    public static void WriteAnimation(string file, IEnv env, IEnumerable<int> states, double fps) => Save(file, (output, interrupted) =>
    {
        var gif = new GifWriter(output, env.FrameSize.Width, env.FrameSize.Height, fps);
        var rgb = new byte[env.FrameSize.Bytes];
        foreach (var _ in states)
        {
            interrupted.ThrowIfCancellationRequested();
            env.Render(rgb);
            gif.Add(rgb);
        }

        gif.Complete();
    });

    // Written beside its place and moved there at the end: whatever goes wrong, an older file stays and no part remains.
    private static void Save(string file, Action<Stream, CancellationToken> write)
    {
        var part = file + ".part";
        using var interrupts = new Interrupts();
        try
        {
            using (var output = File.Create(part))
            {
                write(output, interrupts.Graceful);
            }

            File.Move(part, file, overwrite: true);
        }
        catch (Exception error)
        {
            TryDelete(part);
            throw error switch
            {
                IOException or UnauthorizedAccessException => new UserErrorException($"--out '{file}' cannot be written: {error.Message}"),
                OperationCanceledException => new UserErrorException($"Interrupted: '{file}' was not written.", ExitCodes.Failed),
                GymException => new UserErrorException(error.Message),
                _ => error,
            };
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first failure says more.
        }
    }
}
