using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>What a block stores of its numbering and its times, many steps at a time; any thread.</summary>
internal static class BlockResidues
{
    /// <summary>
    /// Is every episode and step index after the first the one <see cref="BlockPrediction"/> expects? Then an episode ends
    /// exactly where a flag says so, and indices need not look at episodes.
    /// </summary>
    public static bool Vanish(ReadOnlySpan<long> episodes, ReadOnlySpan<int> steps, ReadOnlySpan<StepFlags> flags)
    {
        ref var episode = ref MemoryMarshal.GetReference(episodes);
        ref var step = ref MemoryMarshal.GetReference(steps);
        ref var flag = ref Unsafe.As<StepFlags, byte>(ref MemoryMarshal.GetReference(flags));
        var (episodeSurprise, stepSurprise) = (Vector256<long>.Zero, Vector256<int>.Zero);
        nuint i = 1;
        for (; i + 8 <= (nuint)episodes.Length; i += 8)
        {
            var before = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref flag, i - 1))).AsByte();
            var goesOn = Vector256.Equals(Vector256.WidenLower(Vector128.WidenLower(before).ToVector256()).AsInt32(), Vector256<int>.Zero);
            stepSurprise |= Vector256.LoadUnsafe(ref step, i) ^ ((Vector256.LoadUnsafe(ref step, i - 1) + Vector256<int>.One) & goesOn);
            var (ends, endsToo) = Vector256.Widen(~goesOn);
            episodeSurprise |= (Vector256.LoadUnsafe(ref episode, i) - Vector256.LoadUnsafe(ref episode, i - 1) + ends)
                | (Vector256.LoadUnsafe(ref episode, i + 4) - Vector256.LoadUnsafe(ref episode, i + 3) + endsToo);
        }

        if (episodeSurprise != Vector256<long>.Zero || stepSurprise != Vector256<int>.Zero)
        {
            return false;
        }

        for (var at = (int)i; at < episodes.Length; at++)
        {
            if (episodes[at] != BlockPrediction.Episode(episodes[at - 1], flags[at - 1])
                || steps[at] != BlockPrediction.Step(steps[at - 1], episodes[at] == episodes[at - 1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>From the second on: differences to the number before, less the smallest of them. The first is 0.</summary>
    /// <returns>The smallest difference; 0 where there is none.</returns>
    public static long Differences(ReadOnlySpan<long> numbers, Span<long> into)
    {
        into[0] = 0;
        if (numbers.Length == 1)
        {
            return 0;
        }

        var differences = into[1..numbers.Length];
        var smallest = Subtract(numbers[1..], numbers[..^1], differences);
        var i = 0;
        for (; i <= differences.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            (new Vector<long>(differences[i..]) - new Vector<long>(smallest)).CopyTo(differences[i..]);
        }

        for (; i < differences.Length; i++)
        {
            differences[i] = unchecked(differences[i] - smallest);
        }

        return smallest;
    }

    private static long Subtract(ReadOnlySpan<long> now, ReadOnlySpan<long> before, Span<long> differences)
    {
        var smallestOfEach = new Vector<long>(long.MaxValue);
        var i = 0;
        for (; i <= differences.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            var difference = new Vector<long>(now[i..]) - new Vector<long>(before[i..]);
            smallestOfEach = Vector.Min(smallestOfEach, difference);
            difference.CopyTo(differences[i..]);
        }

        var smallest = long.MaxValue;
        for (var lane = 0; lane < Vector<long>.Count; lane++)
        {
            smallest = Math.Min(smallest, smallestOfEach[lane]);
        }

        for (; i < differences.Length; i++)
        {
            differences[i] = unchecked(now[i] - before[i]);
            smallest = Math.Min(smallest, differences[i]);
        }

        return smallest;
    }
}
