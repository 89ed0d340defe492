using System.Runtime.InteropServices;

namespace Palestra.Gym.Toy;

/// <summary>What the player sees: a row of <c>Tuple(Discrete(32), Discrete(11), Discrete(2))</c>, three int64.</summary>
/// <param name="PlayerSum">4 to 31: what the player's cards count, a usable ace as 11.</param>
/// <param name="DealerCard">1 (ace) to 10: what the dealer's shown card counts.</param>
/// <param name="UsableAce">1 if the player holds an ace that counts 11 without going over 21, else 0.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BlackjackObservation(long PlayerSum, long DealerCard, long UsableAce);
