using System.Security.Cryptography;

namespace Palestra.Gym.Checking;

/// <summary>Frames are full, lie within their size, follow from the state alone, and change nothing.</summary>
internal static class RenderCheck
{
    private const int Tail = 64;

    public static void Run(CheckContext context)
    {
        using var pair = new Lockstep(context);
        var env = pair.First.Env;
        pair.Reset(context.Seed);
        CheckText(context, env);
        var size = env.FrameSize;
        if (size.Width < 0 || size.Height < 0 || (size.Width == 0) != (size.Height == 0))
        {
            context.Error("frame-size", $"A frame is {size.Width} x {size.Height} pixels: both are above 0, or both are 0 where nothing is rendered.");
            return;
        }

        if (!size.CanRender)
        {
            CheckRefusal(context, env);
            return;
        }

        var first = new byte[size.Bytes + Tail];
        var second = new byte[size.Bytes + Tail];
        for (var i = 0; i < context.Options.Steps / 3; i++)
        {
            if (i % 10 == 0 && !CheckFrame(context, pair, first, second))
            {
                return;
            }

            pair.Advance();
            if (pair.Difference() is { } difference)
            {
                context.Error("render-changes", $"{pair.Place} gave {difference}, with frames drawn before and without: Render must change nothing.");
                return;
            }
        }
    }

    private static bool CheckFrame(CheckContext context, Lockstep pair, byte[] first, byte[] second)
    {
        var env = pair.First.Env;
        var size = env.FrameSize.Bytes;
        if (size != first.Length - Tail)
        {
            context.Error("frame-size", $"A frame had {first.Length - Tail} bytes at first and has {size} after {pair.Place}: the size never changes.");
            return false;
        }

        first.AsSpan().Fill(0xA5);
        second.AsSpan().Fill(0x5A);
        var state = env.Random.State;
        env.Render(first);
        env.Render(second);
        if (!state.Equals(env.Random.State))
        {
            context.Error("render-changes", $"Render drew from Random after {pair.Place}: Render must change nothing.");
            return false;
        }

        if (first.AsSpan(size).ContainsAnyExcept((byte)0xA5) || second.AsSpan(size).ContainsAnyExcept((byte)0x5A))
        {
            context.Error("render-outside", $"Render wrote beyond the {size} bytes of a frame: what follows in a longer buffer is the caller's.");
            return false;
        }

        var unwritten = 0;
        var differs = false;
        for (var i = 0; i < size; i++)
        {
            var untouched = first[i] == 0xA5 && second[i] == 0x5A;
            unwritten += untouched ? 1 : 0;
            differs |= !untouched && first[i] != second[i];
        }

        if (unwritten > 0)
        {
            context.Error("render-written", $"Render left {unwritten} of the {size} bytes of a frame as they were after {pair.Place}: every byte must be written.");
            return false;
        }

        if (differs)
        {
            context.Error("render-determinism", $"Two frames of one state differ after {pair.Place}: a frame follows from the state alone.");
            return false;
        }

        return CheckSame(context, pair, first[..size]);
    }

    // The frame of the other environment in the same state, which was never drawn before.
    private static bool CheckSame(CheckContext context, Lockstep pair, byte[] frame)
    {
        using var fresh = new Lockstep(context);
        fresh.Reset(context.Seed);
        while (fresh.Steps < pair.Steps || (fresh.First.Outcome.Done && !pair.First.Outcome.Done))
        {
            fresh.Advance();
        }

        if (fresh.First.Outcome != pair.First.Outcome || !fresh.First.Observation.AsSpan().SequenceEqual(pair.First.Observation))
        {
            return true;
        }

        var other = new byte[frame.Length];
        fresh.First.Env.Render(other);
        if (SHA256.HashData(other).AsSpan().SequenceEqual(SHA256.HashData(frame)))
        {
            return true;
        }

        context.Error("render-determinism", $"The frame after {pair.Place} differs from the one of an environment in the same state that was not drawn before: a frame follows from the state alone.");
        return false;
    }

    private static void CheckRefusal(CheckContext context, IEnv env)
    {
        try
        {
            env.Render(new byte[3]);
            context.Warn("frame-size", "Render draws, but a frame is 0 x 0 pixels: FrameSize must say how large it is.");
        }
        catch (GymException)
        {
            // As it should be.
        }
        catch (Exception e)
        {
            context.Warn("frame-size", $"Render threw {CheckContext.Say(e)}, though a frame is 0 x 0 pixels: what does not render says so with a GymException.");
        }
    }

    private static void CheckText(CheckContext context, IEnv env)
    {
        string? text = null;
        try
        {
            text = env.RenderText();
        }
        catch (Exception e)
        {
            if (env.RendersText || e is not GymException)
            {
                context.Error("render-text", $"RenderText threw {CheckContext.Say(e)}: it draws where RendersText is true, and says so with a GymException where it is not.");
            }

            return;
        }

        if (env.RendersText != text is { Length: > 0 })
        {
            context.Error("render-text", $"RendersText is {env.RendersText}, but RenderText gave {text?.Length ?? 0} characters: the two must agree.");
        }
    }
}
