using System.Buffers;
using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>One JSON object per line.</summary>
internal sealed class JsonlStepWriter : IStepWriter
{
    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public JsonlStepWriter(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
    }

    public void Write(StepBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            StepJson.WriteStep(_json, batch, i);
            _json.Flush();
            _json.Reset();
            _buffer.Write("\n"u8);
        }

        _output.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    public void Finish()
    {
    }

    public void Dispose() => _json.Dispose();
}
