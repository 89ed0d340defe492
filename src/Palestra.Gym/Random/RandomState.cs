namespace Palestra.Gym;

/// <summary>Complete state of a <see cref="NumpyRandom"/>: NumPy's <c>bit_generator.state</c>.</summary>
/// <param name="HasUInt32">The upper half of a 64-bit output waits for the next 32-bit draw.</param>
/// <param name="UInteger">That half; keeps its old value once used, as NumPy's does.</param>
public readonly record struct RandomState(UInt128 State, UInt128 Inc, bool HasUInt32, uint UInteger)
{
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write((ulong)(State >> 64));
        writer.Write((ulong)State);
        writer.Write((ulong)(Inc >> 64));
        writer.Write((ulong)Inc);
        writer.Write(HasUInt32);
        writer.Write(UInteger);
    }

    public static RandomState Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var state = new UInt128(reader.ReadUInt64(), reader.ReadUInt64());
        var inc = new UInt128(reader.ReadUInt64(), reader.ReadUInt64());
        return new RandomState(state, inc, reader.ReadBoolean(), reader.ReadUInt32());
    }
}
