using Palestra.Telemetry;

namespace Palestra.Wire.Tests;

public sealed class SpoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("palestra-spool-").FullName;

    private string Spool => Path.Combine(_folder, "worker.spool");

    [Fact]
    public void What_was_written_is_read_in_order_by_its_writer_and_by_whoever_comes_after_it()
    {
        var messages = Messages(20);
        using (var writer = Write(messages))
        {
            foreach (var message in messages)
            {
                Assert.Equal(message, writer.ReadNext());
            }

            Assert.Equal(0, writer.Unread);
            Assert.Equal(writer.Length, new FileInfo(Spool).Length);
        }

        var (read, left) = ReadAll();
        Assert.Equal(messages, read);
        Assert.Equal(0, left);
    }

    /// <summary>Golden: whatever version of us wrote it, these bytes are a spool.</summary>
    [Fact]
    public void The_bytes_are_those_of_the_document()
    {
        Write([new() { Finished = new V1.Finished { Outcome = V1.Outcome.Succeeded, Reason = "ok" } }]).Dispose();
        Assert.Equal(
            "50414C53504F4F4C" + "01000000" + "135CE5A3" // "PALSPOOL", version, CRC-32
            + "A370DF67" + "06000000" + "04" + "080112026F6B", // CRC-32, length, kind, Finished
            Convert.ToHexString(File.ReadAllBytes(Spool)));
    }

    [Fact]
    public void A_file_that_was_torn_at_any_byte_gives_the_records_before_it()
    {
        var messages = Messages(6);
        Write(messages).Dispose();
        var bytes = File.ReadAllBytes(Spool);
        var ends = Ends(messages);
        for (var length = SpoolFormat.HeaderBytes; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(Spool, bytes[..length]);
            var (read, left) = ReadAll();
            Assert.Equal(messages.Take(ends.Count(end => end <= length)), read);
            Assert.Equal(length - ends.LastOrDefault(end => end <= length, SpoolFormat.HeaderBytes), left);
        }
    }

    [Fact]
    public void A_byte_that_changed_anywhere_ends_the_spool_at_its_record()
    {
        const int Seed = 20;
        var random = new Random(Seed);
        var messages = Messages(6);
        Write(messages).Dispose();
        var bytes = File.ReadAllBytes(Spool);
        var ends = Ends(messages);
        for (var at = SpoolFormat.HeaderBytes; at < bytes.Length; at++)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(Spool, damaged);
            Assert.Equal(messages.Take(ends.Count(end => end <= at)), ReadAll().Read);
        }
    }

    [Theory]
    [InlineData(0, "does not begin with the header")]
    [InlineData(7, "does not begin with the header")]
    [InlineData(12, "does not begin with the header")]
    public void A_file_that_is_no_spool_is_a_sentence(int at, string expected)
    {
        Write(Messages(1)).Dispose();
        var bytes = File.ReadAllBytes(Spool);
        bytes[at]++;
        File.WriteAllBytes(Spool, bytes);
        Assert.Null(SpoolReader.TryOpen(Spool, out var reason));
        Assert.Contains(expected, reason);
    }

    [Fact]
    public void No_file_is_no_spool_and_no_complaint()
    {
        Assert.Null(SpoolReader.TryOpen(Spool, out var reason));
        Assert.Null(reason);
    }

    [Fact]
    public void The_spool_of_a_writer_that_lives_is_nobody_elses()
    {
        using (Write(Messages(1)))
        {
            Assert.Null(SpoolReader.TryOpen(Spool, out var reason));
            Assert.Contains(Spool, reason);
            Assert.Throws<IOException>(() => SpoolWriter.Create(Spool));
        }

        using var reader = SpoolReader.TryOpen(Spool, out _);
        Assert.NotNull(reader);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SpoolWriter Write(IEnumerable<V1.WorkerMessage> messages)
    {
        var writer = SpoolWriter.Create(Spool);
        foreach (var message in messages)
        {
            var length = writer.Length;
            writer.Append(message);
            Assert.Equal(length + SpoolWriter.BytesOf(message), writer.Length);
        }

        return writer;
    }

    private (List<V1.WorkerMessage> Read, long Left) ReadAll()
    {
        using var reader = SpoolReader.TryOpen(Spool, out var reason);
        Assert.True(reader is not null, reason);
        var read = new List<V1.WorkerMessage>();
        while (reader.TryRead(out var message))
        {
            read.Add(message);
        }

        return (read, reader.BytesLeft);
    }

    private static List<long> Ends(IEnumerable<V1.WorkerMessage> messages)
    {
        var end = (long)SpoolFormat.HeaderBytes;
        return [.. messages.Select(m => end += SpoolWriter.BytesOf(m))];
    }

    private static List<V1.WorkerMessage> Messages(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => (i % 3) switch
        {
            0 => new V1.WorkerMessage { Steps = Steps(i + 1) },
            1 => new V1.WorkerMessage { Episode = new V1.EpisodeFinalized { AgentId = "agent_0", Episode = (ulong)i, Return = i / 7.0 } },
            _ => new V1.WorkerMessage { Log = new V1.LogRecord { Id = "LOG_TEST", Message = new string('x', i) } },
        }),
    ];

    private static V1.StepBatch Steps(int count)
    {
        var row = BitConverter.GetBytes(1L);
        var builder = new StepBatchBuilder(
            new StreamKey(StreamKey.DefaultAgent, 0), ColumnLayout.Typed(DType.Int64), ColumnLayout.Typed(DType.Int64));
        for (var i = 0; i < count; i++)
        {
            builder.Add(row, i, StepFlags.None, i, row, 0, i);
        }

        return WireMap.ToProto(builder.Build());
    }
}
