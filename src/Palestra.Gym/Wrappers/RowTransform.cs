namespace Palestra.Gym.Wrappers;

/// <summary>Makes one row from another. Called at every step, so it should allocate nothing; it keeps neither buffer.</summary>
/// <param name="from">A row of the space before.</param>
/// <param name="to">Receives a row of the space after.</param>
public delegate void RowTransform(ReadOnlySpan<byte> from, Span<byte> to);
