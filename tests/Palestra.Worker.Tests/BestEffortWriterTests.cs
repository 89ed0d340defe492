using System.Text;

namespace Palestra.Worker.Tests;

public sealed class BestEffortWriterTests
{
    [Fact]
    public async Task P_CALM_A_line_that_cannot_be_written_is_no_reason_to_end()
    {
        using var full = new FullDisk();
        using var writer = new BestEffortWriter(full);

        writer.WriteLine("lost");
        writer.Write('x');
        await writer.WriteLineAsync("lost too");

        Assert.Equal(3, full.Refused);
    }

    [Fact]
    public void Lines_are_passed_on_while_they_can_be()
    {
        using var target = new StringWriter();
        using var writer = new BestEffortWriter(target);

        writer.WriteLine("a sentence");

        Assert.Equal($"a sentence{target.NewLine}", target.ToString());
    }

    private sealed class FullDisk : TextWriter
    {
        public int Refused { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            Refused++;
            throw new IOException("No space left on device");
        }

        public override void WriteLine(string? value)
        {
            Refused++;
            throw new IOException("No space left on device");
        }
    }
}
