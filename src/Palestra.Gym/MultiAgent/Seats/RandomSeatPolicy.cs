namespace Palestra.Gym.MultiAgent;

/// <summary>Plays any legal action, each as likely as the others.</summary>
public sealed class RandomSeatPolicy : ISeatPolicy
{
    public void Act(IAecEnv env, int agent, Span<byte> action)
    {
        ArgumentNullException.ThrowIfNull(env);
        LegalMoves.Draw(env, agent, env.Random, action);
    }
}
