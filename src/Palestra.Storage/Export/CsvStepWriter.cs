using System.Buffers;
using System.Text;
using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Comma-separated values with a header; what is no scalar is JSON in quotes.</summary>
internal sealed class CsvStepWriter : IStepWriter
{
    private readonly StreamWriter _csv;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public CsvStepWriter(Stream output)
    {
        _csv = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        _csv.WriteLine("seq,agent_id,slot,episode,step,action,observation,reward,terminated,truncated,time_us");
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
    }

    public void Write(StepBatch batch)
    {
        var agent = Quoted(batch.Stream.AgentId);
        for (var i = 0; i < batch.Count; i++)
        {
            _csv.Write(batch.FirstSeq + i);
            _csv.Write(',');
            _csv.Write(agent);
            _csv.Write(',');
            _csv.Write(batch.Stream.Slot);
            _csv.Write(',');
            _csv.Write(batch.Episodes[i]);
            _csv.Write(',');
            _csv.Write(batch.Steps[i]);
            _csv.Write(',');
            _csv.Write(Value(batch.Actions, i));
            _csv.Write(',');
            _csv.Write(Value(batch.Observations, i));
            _csv.Write(',');
            _csv.Write(batch.Rewards[i].ToString("R", System.Globalization.CultureInfo.InvariantCulture));
            _csv.Write(batch.Flags[i].HasFlag(StepFlags.Terminated) ? ",true" : ",false");
            _csv.Write(batch.Flags[i].HasFlag(StepFlags.Truncated) ? ",true," : ",false,");
            _csv.WriteLine(batch.TimesUs[i]);
        }
    }

    public void Finish() => _csv.Flush();

    public void Dispose()
    {
        _json.Dispose();
        _csv.Dispose();
    }

    private string Value(StepColumn column, int index)
    {
        StepJson.WriteValue(_json, column, index);
        _json.Flush();
        _json.Reset();
        var text = Encoding.UTF8.GetString(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        return Quoted(text);
    }

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
