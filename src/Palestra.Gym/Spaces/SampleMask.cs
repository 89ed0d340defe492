namespace Palestra.Gym;

/// <summary>
/// Which values a sample may take. For a <see cref="Discrete"/> one 0 or 1 per value; for a <see cref="MultiBinary"/> per
/// bit 0 or 1 to fix it, or 2 to draw it; for a <see cref="MultiDiscrete"/> one mask per component, row-major; for a
/// <see cref="TupleSpace"/> or <see cref="DictSpace"/> one per part, where <c>null</c> leaves a part free. A
/// <see cref="Box"/> takes none. Arrays are not copied, so that a loop may change them between samples.
/// </summary>
public sealed class SampleMask : SampleGuide<SampleMask, sbyte>
{
    public SampleMask(params sbyte[] values)
        : base(values)
    {
    }

    private SampleMask(SampleMask?[] parts)
        : base(parts)
    {
    }

    private SampleMask(IReadOnlyDictionary<string, SampleMask?> named)
        : base(named)
    {
    }

    private protected override string Name => "A mask";

    public static SampleMask OfParts(params SampleMask?[] parts) => new(parts);

    public static SampleMask OfParts(IReadOnlyDictionary<string, SampleMask?> parts) => new(parts);
}
