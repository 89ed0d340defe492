namespace Palestra.Gym.Checking;

/// <summary>
/// What is wrong must be refused with a <see cref="GymException"/>, and after that the environment goes on. A bare
/// environment may leave that to the registry's guard, which is then noted.
/// </summary>
internal static class BadInputCheck
{
    public static void Run(CheckContext context)
    {
        using (var fresh = new CheckedPlayer(context.Make(), 0))
        {
            var action = new byte[fresh.ActionSpace.RowBytes];
            fresh.ActionSpace.Seed(context.Seed);
            fresh.ActionSpace.Sample(action);
            Refused(context, fresh.Env, "step-before-reset", "a step before the first reset", () => fresh.Env.Step(action, fresh.Observation));
            if (fresh.Env.FrameSize.CanRender)
            {
                Refused(context, fresh.Env, "render-before-reset", "a frame before the first reset", () => fresh.Env.Render(new byte[fresh.Env.FrameSize.Bytes]));
            }
        }

        Actions(context);
        Ends(context);
    }

    private static void Actions(CheckContext context)
    {
        foreach (var (bad, what) in BadActions(context))
        {
            using var player = new CheckedPlayer(context.Make(), 0);
            player.Reset(context.Seed);
            Refused(context, player.Env, "action-outside", what, () => player.Env.Step(bad, player.Observation));
        }

        using var other = new CheckedPlayer(context.Make(), 0);
        Refused(context, other.Env, "buffer-short", "an observation buffer that is a byte too short", () => other.Env.Reset(context.Seed, other.Observation.AsSpan(1)));
    }

    private static void Ends(CheckContext context)
    {
        using var player = new CheckedPlayer(context.Make(), 0);
        var action = new byte[player.ActionSpace.RowBytes];
        player.ActionSpace.Seed(context.Seed);
        player.Reset(context.Seed);
        for (var i = 0; i < context.Options.EndlessSteps; i++)
        {
            player.ActionSpace.Sample(action);
            if (player.Step(action).Done)
            {
                Refused(context, player.Env, "step-after-end", "a step after the end of an episode", () => player.Env.Step(action, player.Observation));
                player.Reset(null);
                player.Step(action);
                return;
            }
        }
    }

    private static IEnumerable<(byte[] Row, string What)> BadActions(CheckContext context)
    {
        using var env = context.Make();
        var space = env.ActionSpace;
        yield return (new byte[space.RowBytes - 1], $"an action of {space.RowBytes - 1} bytes, where a row has {space.RowBytes},");
        var row = new byte[space.RowBytes];
        space.Seed(context.Seed);
        space.Sample(row);
        if (OutsideValue.TryWrite(space, row, beyondBounds: !env.Spec.ClipsActions) && !space.Contains(row))
        {
            yield return (row, $"the action {space.Show(row)}, which is outside {space},");
        }
    }

    private static void Refused(CheckContext context, IEnv env, string rule, string what, Action act)
    {
        string outcome;
        try
        {
            act();
            outcome = $"{env.Spec.Id} took {what} without a word";
        }
        catch (GymException)
        {
            return;
        }
        catch (Exception e)
        {
            outcome = $"For {what} {env.Spec.Id} threw {CheckContext.Say(e)}";
        }

        if (CheckContext.IsBare(env))
        {
            context.Note("unguarded", $"{outcome}: as a bare environment it may, since whatever is made by id has a guard that refuses it.");
        }
        else
        {
            context.Error(rule, $"{outcome}: it must be refused with a GymException.");
        }
    }
}
