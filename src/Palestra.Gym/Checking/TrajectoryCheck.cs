namespace Palestra.Gym.Checking;

/// <summary>
/// Plays two environments side by side: equal seeds and actions must give equal answers, and every answer must keep the
/// rules. Then one that has played before beside one that has not.
/// </summary>
internal static class TrajectoryCheck
{
    private const string Remedy = "what is random must be drawn from Random, which the seed seeds";

    public static void Run(CheckContext context)
    {
        using var pair = new Lockstep(context);
        pair.Reset(context.Seed);
        if (!pair.First.Env.Random.State.Equals(pair.Second.Env.Random.State))
        {
            context.Error("seed", $"After Reset(seed: {context.Seed}) two environments have different states of Random: the seed must seed Random before anything is drawn.");
            return;
        }

        if (pair.Difference() is { } first)
        {
            context.Error("reset-determinism", $"Reset(seed: {context.Seed}) gave {first}: {Remedy}.");
            return;
        }

        CheckAnswer(context, pair);
        for (var i = 0; i < context.Options.Steps; i++)
        {
            pair.Advance();
            if (pair.Difference() is { } difference)
            {
                context.Error("step-determinism", $"{pair.Place} gave {difference}, with the same actions: {Remedy}.");
                return;
            }

            CheckAnswer(context, pair);
        }

        SecondRound(context);
    }

    private static void CheckAnswer(CheckContext context, Lockstep pair)
    {
        var player = pair.First;
        if (pair.Unwritten() is { } unwritten)
        {
            context.Error(ObservedRules.ObservationWritten, ObservedRules.NotWritten(pair.Place, unwritten));
        }
        else if (ObservedRules.OutsideSpace(pair.Place, player.ObservationSpace, player.Observation) is { } outside)
        {
            context.Error(ObservedRules.ObservationSpace, outside);
        }

        Report(ObservedRules.Reward, ObservedRules.NotFinite(pair.Place, player.Outcome.Reward));
        Report(ObservedRules.ActionMask, ObservedRules.BadMask(pair.Place, player.ActionSpace, player.Env.ActionMask));
        Report(ObservedRules.ActionChanged, player.ChangedAction ? ObservedRules.ChangedAction(pair.Place) : null);
        Report(ObservedRules.SpaceChanged, ObservedRules.ChangedSpace(pair.Place, "action space", player.ActionSpace, player.Env.ActionSpace)
            ?? ObservedRules.ChangedSpace(pair.Place, "observation space", player.ObservationSpace, player.Env.ObservationSpace));

        var info = player.Info(out var problem);
        Report(ObservedRules.Info, problem is null ? null : ObservedRules.BadInfo(pair.Place, problem));
        if (problem is null && pair.Second.Info(out _) is { } other && other != info)
        {
            context.Warn("info-determinism", $"{pair.Place} left the info {info} once and {other} another time: {Remedy}.");
        }

        void Report(string rule, string? message)
        {
            if (message is not null)
            {
                context.Error(rule, message);
            }
        }
    }

    // What has played before must begin as what has not.
    private static void SecondRound(CheckContext context)
    {
        using var pair = new Lockstep(context);
        pair.First.Reset(context.Seed + 1);
        pair.PlayFirst(context.Options.Steps / 3);
        pair.Reset(context.Seed);
        for (var i = 0; i < context.Options.Steps; i++)
        {
            if (pair.Difference() is { } difference)
            {
                context.Error("reset-leftover", $"{pair.Place} gave {difference}, after an episode before and without one: a reset with a seed must leave nothing of what was before.");
                return;
            }

            pair.Advance();
        }
    }
}
