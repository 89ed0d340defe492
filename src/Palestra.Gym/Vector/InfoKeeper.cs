using System.Buffers;
using System.Text.Json;

namespace Palestra.Gym.Vector;

/// <summary>Keeps the info of one moment as JSON, past the reset that follows. Reuses its memory. Not thread-safe.</summary>
internal sealed class InfoKeeper
{
    private readonly ArrayBufferWriter<byte> _json = new();
    private Utf8JsonWriter? _writer;

    public void Keep(IEnv env)
    {
        _json.ResetWrittenCount();
        _writer ??= new Utf8JsonWriter(_json);
        _writer.Reset();
        env.WriteInfo(_writer);
        _writer.Flush();
    }

    public void WriteTo(Utf8JsonWriter writer) => writer.WriteRawValue(_json.WrittenSpan, skipInputValidation: true);
}
