namespace Palestra.Gym.Vector;

/// <summary>
/// One single environment that draws and tells for all slots of a batch: it is put into the state of a slot by what the
/// batch saves of it. Reuses its memory. Not thread-safe.
/// </summary>
internal sealed class SlotViewer : IDisposable
{
    private readonly MemoryStream _state = new();
    private readonly BinaryWriter _writer;
    private readonly BinaryReader _reader;

    /// <param name="env">As the registry makes it, so that a batch says the same sentences. Belongs to the viewer.</param>
    public SlotViewer(IEnv env)
    {
        Env = env;
        _writer = new BinaryWriter(_state);
        _reader = new BinaryReader(_state);
    }

    public IEnv Env { get; }

    /// <returns>Where to save the state of the slot.</returns>
    public BinaryWriter Begin()
    {
        _state.SetLength(0);
        return _writer;
    }

    /// <returns>The environment in the state that was saved. Valid until the next <see cref="Begin"/>.</returns>
    public IEnv Finish()
    {
        _writer.Flush();
        _state.Position = 0;
        Env.RestoreState(_reader);
        return Env;
    }

    public void Dispose()
    {
        Env.Dispose();
        _reader.Dispose();
        _writer.Dispose();
        _state.Dispose();
    }
}
