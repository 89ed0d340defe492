namespace Palestra.Gym.Wrappers;

/// <summary>The last few of a row of numbers, the oldest first. Adding allocates nothing. Not thread-safe.</summary>
public sealed class RecentValues
{
    private readonly double[] _ring;
    private int _next;

    internal RecentValues(int length) => _ring = new double[length];

    /// <summary>How many there are; never more than the length that was asked for.</summary>
    public int Count { get; private set; }

    /// <summary>Mean of all; NaN if there are none.</summary>
    public double Mean
    {
        get
        {
            double sum = 0;
            for (var i = 0; i < Count; i++)
            {
                sum += this[i];
            }

            return sum / Count;
        }
    }

    /// <param name="index">0 is the oldest.</param>
    public double this[int index] => (uint)index < (uint)Count
        ? _ring[(_next - Count + index + _ring.Length) % _ring.Length]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} values.");

    internal void Add(double value)
    {
        _ring[_next] = value;
        _next = (_next + 1) % _ring.Length;
        Count = Math.Min(Count + 1, _ring.Length);
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        for (var i = 0; i < Count; i++)
        {
            writer.Write(this[i]);
        }
    }

    internal void Restore(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        (_next, Count) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            Add(reader.ReadDouble());
        }
    }
}
