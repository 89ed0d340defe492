namespace Palestra.Gym.Toy;

/// <summary>An environment whose whole model is known: what planners and textbooks start from.</summary>
public interface ITabularEnv : IEnv
{
    /// <summary>Every outcome of every action in every state, and where episodes start (Gymnasium's <c>P</c>).</summary>
    TransitionTable P { get; }
}
