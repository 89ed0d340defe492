using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Palestra.Wire.Tests;

/// <summary>Valid streams with a few bytes changed: the decoder and the mapping answer, and never throw anything of their own.</summary>
public sealed class MutationTests
{
    private const int Seed = 271828;
    private const int Mutations = 100_000;

    [Fact]
    public async Task Mutated_messages_get_a_status_or_a_sentence_or_are_valid()
    {
        var random = new Random(Seed);
        int refusedFrames = 0, refusedMessages = 0, valid = 0;
        var originals = Enumerable.Range(0, 50).Select(_ => Stream(random)).ToArray();
        for (var round = 0; round < Mutations; round++)
        {
            var bytes = originals[random.Next(originals.Length)].ToArray();
            bytes = Mutate(random, bytes);
            try
            {
                var reader = new GrpcFrameReader<V1.WorkerMessage>(Pipe(random, bytes), random.Next(4) == 0 ? "gzip" : null, 1 << 20);
                while (await reader.ReadAsync(CancellationToken.None) is { } message)
                {
                    _ = Error(message) is null ? valid++ : refusedMessages++;
                }
            }
            catch (GrpcStatusException e)
            {
                Assert.NotEmpty(e.Detail);
                refusedFrames++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {Seed}, round {round}: {e} for {Convert.ToHexString(bytes)}");
            }
        }

        // The mutations reach every depth, else this test says nothing.
        Assert.True(refusedFrames > Mutations / 10, $"{refusedFrames} refused by the decoder");
        Assert.True(refusedMessages > Mutations / 20, $"{refusedMessages} refused by the mapping");
        Assert.True(valid > Mutations / 10, $"{valid} still valid");
    }

    private static byte[] Stream(Random random)
    {
        V1.WorkerMessage[] messages =
        [
            new() { Steps = WireMap.ToProto(Samples.Batch(random, random.Next(1, 6))) },
            new() { Episode = WireMap.ToProto(Samples.Episode(random)) },
            new() { Log = WireMap.ToProto(Samples.Log(random)) },
            new() { Heartbeat = WireMap.ToProto(Samples.Heartbeat(random)) },
        ];
        var output = new ArrayBufferWriter<byte>();
        random.Shuffle(messages);
        foreach (var message in messages.Take(2))
        {
            GrpcFrames.Append(output, message);
        }

        return output.WrittenMemory.ToArray();
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(12))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = random.Next(2) == 0 ? (byte)0 : byte.MaxValue;
                    break;
                case 3 when bytes.Length > 1:
                    bytes = [.. bytes[..at], .. bytes[(at + 1)..]];
                    break;
                case 4:
                    bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
                    break;
                default:
                    // Within the first message: its frame stays whole, so that only the content suffers.
                    var length = Math.Min(bytes.Length - 5, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)));
                    if (length > 0)
                    {
                        bytes[5 + random.Next(length)] = (byte)random.Next(256);
                    }

                    break;
            }
        }

        return bytes;
    }

    /// <summary>The bytes in segments of odd sizes, as a network would bring them.</summary>
    private static PipeReader Pipe(Random random, byte[] bytes)
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: random.Next(1, 64), pauseWriterThreshold: 0));
        for (var at = 0; at < bytes.Length;)
        {
            var size = Math.Min(random.Next(1, 100), bytes.Length - at);
            bytes.AsSpan(at, size).CopyTo(pipe.Writer.GetSpan(size));
            pipe.Writer.Advance(size);
            at += size;
        }

        pipe.Writer.Complete();
        return pipe.Reader;
    }

    private static string? Error(V1.WorkerMessage message)
    {
        switch (message.BodyCase)
        {
            case V1.WorkerMessage.BodyOneofCase.Steps:
                var (batch, error) = WireMap.FromProto(message.Steps);
                Assert.NotEqual(batch is null, error is null);
                Assert.Null(batch?.Validate());
                return error;
            case V1.WorkerMessage.BodyOneofCase.Episode:
                return WireMap.FromProto(message.Episode).Error;
            case V1.WorkerMessage.BodyOneofCase.Log:
                return WireMap.FromProto(message.Log).Error;
            case V1.WorkerMessage.BodyOneofCase.Heartbeat:
                return WireMap.FromProto(message.Heartbeat).Error;
            default:
                return "another message";
        }
    }
}
