using System.Text;

namespace Palestra.Worker;

/// <summary>Passes lines on, and goes on when they cannot be written: stderr is a file, and its disk may be full (P-CALM).</summary>
/// <remarks>As thread-safe as its target, which stays the caller's.</remarks>
public sealed class BestEffortWriter(TextWriter target) : TextWriter
{
    public override Encoding Encoding => target.Encoding;

    public override void Write(char value) => Try(() => target.Write(value));

    public override void Write(string? value) => Try(() => target.Write(value));

    public override void WriteLine(string? value) => Try(() => target.WriteLine(value));

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            // Nobody can be told.
        }
    }
}
