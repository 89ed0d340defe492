namespace Palestra.Gym.Classic;

/// <summary>Whose equations of motion an <see cref="Acrobot"/> follows.</summary>
public enum AcrobotEquations
{
    /// <summary>Sutton and Barto's book, with which the published results were made.</summary>
    Book,

    /// <summary>Sutton's paper of 1996, which lacks a term.</summary>
    Nips,
}
