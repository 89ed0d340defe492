namespace Palestra.Gym.Toy;

/// <summary>What an observation of <see cref="Taxi"/> says.</summary>
/// <param name="Row">Of the taxi, 0 to 4 from the top.</param>
/// <param name="Column">Of the taxi, 0 to 4 from the left.</param>
/// <param name="Passenger">The stand where the passenger waits (0 red, 1 green, 2 yellow, 3 blue), or 4 in the taxi.</param>
/// <param name="Destination">The stand to bring the passenger to, 0 to 3.</param>
public readonly record struct TaxiState(int Row, int Column, int Passenger, int Destination)
{
    /// <summary>Values of the observation space.</summary>
    public const int Count = TaxiMap.Rows * TaxiMap.Columns * (TaxiMap.InTaxi + 1) * TaxiMap.StandCount;

    /// <summary>Reads an observation: ((row * 5 + column) * 5 + passenger) * 4 + destination.</summary>
    /// <exception cref="GymException">It is none of 0 to 499.</exception>
    public static TaxiState Decode(long observation)
    {
        if (observation is < 0 or >= Count)
        {
            throw new GymException($"{observation} is no observation of Taxi: whole numbers 0 to {Count - 1}.");
        }

        var rest = (int)observation;
        (rest, var destination) = Math.DivRem(rest, TaxiMap.StandCount);
        (rest, var passenger) = Math.DivRem(rest, TaxiMap.InTaxi + 1);
        var (row, column) = Math.DivRem(rest, TaxiMap.Columns);
        return new TaxiState(row, column, passenger, destination);
    }

    /// <summary>The observation that <see cref="Decode"/> reads back.</summary>
    public int Encode() => (((((Row * TaxiMap.Columns) + Column) * (TaxiMap.InTaxi + 1)) + Passenger) * TaxiMap.StandCount) + Destination;
}
