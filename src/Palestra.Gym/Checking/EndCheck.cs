namespace Palestra.Gym.Checking;

/// <summary>Whether random play ever ends an episode that no time limit ends.</summary>
internal static class EndCheck
{
    public static void Run(CheckContext context)
    {
        using var player = new CheckedPlayer(context.Make(), 0);
        if (player.Env.Spec.MaxEpisodeSteps is not null)
        {
            return;
        }

        player.ActionSpace.Seed(context.Seed);
        player.Reset(context.Seed);
        var action = new byte[player.ActionSpace.RowBytes];
        for (var i = 0; i < context.Options.EndlessSteps; i++)
        {
            player.ActionSpace.Sample(action);
            if (player.Step(action).Done)
            {
                return;
            }
        }

        context.Note("no-end", $"No episode ended within {context.Options.EndlessSteps} random steps, and there is no time limit: a learner may never see an end.");
    }
}
