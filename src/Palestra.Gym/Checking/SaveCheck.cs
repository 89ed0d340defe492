namespace Palestra.Gym.Checking;

/// <summary>A restored state must go on as the saved one does, wherever in an episode it was saved.</summary>
internal static class SaveCheck
{
    private const int Places = 6;

    public static void Run(CheckContext context)
    {
        var stride = Math.Max(1, context.Options.Steps / (2 * Places));
        for (var place = 0; place < Places; place++)
        {
            using var pair = new Lockstep(context);
            pair.First.Reset(context.Seed);
            pair.Second.Reset(context.Seed + 1);
            pair.PlayFirst(place * stride);

            // The last place is the end of an episode, if there is one within reach.
            for (var i = 0; place == Places - 1 && !pair.First.Outcome.Done && i < context.Options.Steps * 10; i++)
            {
                pair.PlayFirst(1);
            }

            if (!Transfer(context, pair) || !GoesOn(context, pair, place * stride))
            {
                return;
            }
        }
    }

    private static bool Transfer(CheckContext context, Lockstep pair)
    {
        using var stream = new MemoryStream();
        try
        {
            pair.First.Env.SaveState(new BinaryWriter(stream));
        }
        catch (GymException e)
        {
            context.Warn("save-unsupported", $"SaveState said: {CheckContext.Say(e)}; without it an episode can be neither replayed from its middle nor forked.");
            return false;
        }

        stream.Position = 0;
        try
        {
            pair.Second.Env.RestoreState(new BinaryReader(stream));
        }
        catch (Exception e)
        {
            context.Error("save-restore", $"RestoreState of what SaveState wrote threw {CheckContext.Say(e)}: it must read exactly what was written.");
            return false;
        }

        if (stream.Position != stream.Length)
        {
            context.Error("save-restore", $"RestoreState read {stream.Position} of the {stream.Length} bytes that SaveState wrote: it must read exactly what was written.");
            return false;
        }

        pair.Second.Follow(pair.First);
        return true;
    }

    private static bool GoesOn(CheckContext context, Lockstep pair, int saved)
    {
        for (var i = 1; i <= context.Options.Steps / 3; i++)
        {
            pair.Advance();
            if (pair.Difference() is { } difference)
            {
                context.Error("save-restore", $"{i} calls after a state was saved, {saved} or more steps into the game, {pair.First.LastCall} gave {difference}, in the saved and in a restored environment: SaveState must write all that decides how it goes on.");
                return false;
            }
        }

        return true;
    }
}
