namespace Palestra.Gym.Checking;

/// <summary>Disposing twice is allowed, of what was played and of what was not.</summary>
internal static class DisposeCheck
{
    public static void Run(CheckContext context)
    {
        var fresh = context.Make();
        fresh.Dispose();
        var played = context.Make();
        if (!context.Found("throws"))
        {
            played.Reset(context.Seed, new byte[played.ObservationSpace.RowBytes]);
        }

        played.Dispose();
        foreach (var env in (IEnv[])[fresh, played])
        {
            try
            {
                env.Dispose();
                env.Close();
            }
            catch (Exception e)
            {
                context.Error("dispose", $"Disposing a second time threw {CheckContext.Say(e)}: it must do nothing.");
            }
        }
    }
}
