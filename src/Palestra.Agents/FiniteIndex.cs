using System.Buffers.Binary;
using Palestra.Gym;

namespace Palestra.Agents;

/// <summary>
/// Numbers the values of a space with finitely many, 0 to <see cref="Count"/> - 1, so that a table can have a row for each:
/// a <see cref="Discrete"/>, a <see cref="MultiDiscrete"/>, or a tuple of such. The last component counts fastest.
/// Immutable, thread-safe; allocates nothing per value.
/// </summary>
internal sealed class FiniteIndex
{
    private readonly Digit[] _digits;

    /// <exception cref="GymException">The space is not of that kind, or has more values than a table can have rows.</exception>
    public FiniteIndex(Space space)
    {
        _digits = Digits(space)?.ToArray() ?? throw new GymException(Refusal("", space)!);
        Count = checked((int)Size(_digits));
    }

    private readonly record struct Digit(long Start, long N, bool IsNarrow);

    public int Count { get; }

    /// <returns><c>null</c>, or why the values cannot be numbered: one sentence.</returns>
    /// <param name="what">What is to be numbered: <c>states</c>, <c>actions</c>.</param>
    public static string? Refusal(string what, Space space) => Digits(space) is not { } digits
        ? $"A table of {what} needs a space of finitely many values; {space} is not one: Discrete, MultiDiscrete, and tuples of them are."
        : Size(digits) > int.MaxValue
            ? $"A table of {what} can have {int.MaxValue} rows; {space} has more values."
            : null;

    public int Of(ReadOnlySpan<byte> row)
    {
        var (index, at) = (0L, 0);
        foreach (var digit in _digits)
        {
            var value = digit.IsNarrow ? BinaryPrimitives.ReadInt32LittleEndian(row[at..]) : BinaryPrimitives.ReadInt64LittleEndian(row[at..]);
            at += digit.IsNarrow ? sizeof(int) : sizeof(long);
            index = (index * digit.N) + (value - digit.Start);
        }

        return (int)index;
    }

    private static double Size(IEnumerable<Digit> digits) => digits.Aggregate(1.0, (size, digit) => size * digit.N);

    private static List<Digit>? Digits(Space space) => space switch
    {
        Discrete discrete => [new(discrete.Start, discrete.N, discrete.ElementType == ElementType.Int32)],
        MultiDiscrete many => [.. many.N.ToArray().Zip(many.Start.ToArray(), (n, start) => new Digit(start, n, false))],
        TupleSpace tuple => tuple.Parts.Select(Digits).Aggregate(
            (List<Digit>?)[], (all, part) => all is null || part is null ? null : [.. all, .. part]),
        _ => null,
    };
}
