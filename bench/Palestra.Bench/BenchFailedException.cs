namespace Palestra.Bench;

/// <summary>A benchmark's own sums are wrong, so its figures mean nothing. The message is one sentence for a person.</summary>
public sealed class BenchFailedException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static void Unless(bool right, FormattableString sentence)
    {
        if (!right)
        {
            throw new BenchFailedException(FormattableString.Invariant(sentence));
        }
    }
}
