using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Palestra.Wire.Tests;

/// <summary>Whatever arrives is answered with a status and a sentence, and the neighbours never notice.</summary>
public sealed class MalformedInputTests
{
    public static TheoryData<string, string?, GrpcStatusCode, string> Damaged => new()
    {
        { "wrong flags", null, GrpcStatusCode.Internal, "flags 7" },
        { "truncated length", null, GrpcStatusCode.Internal, "3 bytes" },
        { "truncated message", null, GrpcStatusCode.Internal, "in the middle of a message" },
        { "huge length", null, GrpcStatusCode.ResourceExhausted, "4294967295 bytes is too large: at most 1048576" },
        { "one byte too large", null, GrpcStatusCode.ResourceExhausted, "1048577 bytes is too large: at most 1048576" },
        { "no protobuf", null, GrpcStatusCode.Internal, "not a valid palestra.v1.LogRecord" },
        { "http text", null, GrpcStatusCode.Internal, "flags 71" },
        { "compressed, nothing named", null, GrpcStatusCode.Internal, "names no compression" },
        { "compressed, nothing named", "zstd", GrpcStatusCode.Unimplemented, "'zstd' is not supported: identity,gzip" },
        { "compressed, nothing named", "gzip", GrpcStatusCode.Internal, "not valid gzip" },
        { "gzip bomb", "gzip", GrpcStatusCode.ResourceExhausted, "at most 1048576" },
    };

    private static WireSettings Small => new() { MaxMessageBytes = 1 << 20 };

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task Damaged_frames_are_answered_with_a_status_and_harm_nobody(string damage, string? encoding, GrpcStatusCode code, string part)
    {
        await using var server = await WireServer.StartAsync(settings: Small);
        using var neighbour = server.Call("Echo");
        await using var echoes = neighbour.Responses.GetAsyncEnumerator();
        await neighbour.WriteAsync(new V1.LogRecord { TimeUs = 1 });
        Assert.True(await echoes.MoveNextAsync());

        // One healthy message first, so that the damage is found in the middle of a running call too.
        foreach (var prefix in new byte[][] { [], Frame(0, new V1.LogRecord { Message = "healthy" }.ToByteArray()) })
        {
            var (status, headers) = await PostAsync(server, [.. prefix, .. Bytes(damage)], encoding);
            Assert.Equal(code, status.Code);
            Assert.Contains(part, status.Detail, StringComparison.Ordinal);
            Assert.Equal("identity,gzip", headers.GetValues("grpc-accept-encoding").Single());
        }

        await neighbour.WriteAsync(new V1.LogRecord { TimeUs = 2 });
        Assert.True(await echoes.MoveNextAsync());
        Assert.Equal(2, echoes.Current.TimeUs);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Gzip_is_understood()
    {
        await using var server = await WireServer.StartAsync();
        var (status, _) = await PostAsync(server, Frame(1, Gzip(new V1.LogRecord { Message = "packed" }.ToByteArray())), "gzip");
        Assert.Equal(GrpcStatus.OK, status);
        Assert.Equal(1, server.Stats.MessagesSent);
    }

    [Fact]
    public async Task A_message_of_exactly_the_limit_passes()
    {
        await using var server = await WireServer.StartAsync(settings: Small);
        var message = new V1.LogRecord { Message = new string('x', (1 << 20) - 4) };
        Assert.Equal(1 << 20, message.CalculateSize());
        using var call = server.Call("Echo");
        await call.WriteAsync(message);
        await call.CompleteAsync();
        Assert.Equal(message, Assert.Single(await call.Responses.ToListAsync()));
    }

    [Fact]
    public async Task An_oversized_response_ends_the_clients_call()
    {
        await using var server = await WireServer.StartAsync();
        using var channel = new GrpcChannel(server.Address, Small);
        using var call = channel.Duplex<V1.LogRecord, V1.LogRecord>(WireServer.Service, "Echo");
        await call.WriteAsync(new V1.LogRecord { Message = new string('x', 2 << 20) });
        var error = await Assert.ThrowsAsync<GrpcStatusException>(() => call.Responses.ToListAsync().AsTask());
        Assert.Equal(GrpcStatusCode.ResourceExhausted, error.Code);
        Assert.Contains("wire.max_message_bytes", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    public async Task Other_content_types_are_unsupported(string contentType)
    {
        await using var server = await WireServer.StartAsync();
        using var http = new HttpClient();
        using var request = Request(server, [], contentType);
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains($"'{contentType}' is not supported", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, server.Stats.RefusedRequests);
    }

    [Fact]
    public async Task The_content_type_may_name_protobuf()
    {
        await using var server = await WireServer.StartAsync();
        var (status, headers) = await PostAsync(server, Frame(0, []), null, "application/grpc+proto");
        Assert.Equal(GrpcStatus.OK, status);
        Assert.NotEmpty(headers);
    }

    [Fact]
    public async Task A_meaningless_timeout_is_refused()
    {
        await using var server = await WireServer.StartAsync();
        using var http = new HttpClient();
        using var request = Request(server, Frame(0, []), "application/grpc");
        request.Headers.Add("grpc-timeout", "soon");
        using var response = await http.SendAsync(request);
        Assert.Equal("13", response.Headers.GetValues("grpc-status").Single());
        Assert.Contains("'soon'", response.Headers.GetValues("grpc-message").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_bytes_never_break_the_server()
    {
        const int Seed = 20240917;
        await using var server = await WireServer.StartAsync(settings: Small);
        var random = new Random(Seed);
        for (var i = 0; i < 300; i++)
        {
            var garbage = new byte[random.Next(0, 200)];
            random.NextBytes(garbage);
            if (garbage.Length > 5 && i % 2 == 0)
            {
                // A believable frame, so that the damage reaches the parser.
                garbage[0] = 0;
                BinaryPrimitives.WriteInt32BigEndian(garbage.AsSpan(1), random.Next(0, garbage.Length));
            }

            var (status, _) = await PostAsync(server, garbage, null);
            Assert.True(
                status.Code is GrpcStatusCode.OK or GrpcStatusCode.Internal or GrpcStatusCode.ResourceExhausted,
                $"seed {Seed}, round {i}: {status} for {Convert.ToHexString(garbage)}");
        }

        await server.AssertServesAsync();
    }

    private static byte[] Bytes(string damage) => damage switch
    {
        "wrong flags" => [7, 0, 0, 0, 1, 0],
        "truncated length" => [0, 0, 0],
        "truncated message" => [0, 0, 0, 0, 10, 1, 2, 3],
        "huge length" => [0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3],
        "one byte too large" => Frame(0, new byte[(1 << 20) + 1]),
        "no protobuf" => Frame(0, [0xFF, 0xFF, 0xFF]),
        "http text" => "GET / HTTP/1.1\r\n\r\n"u8.ToArray(),
        "compressed, nothing named" => Frame(1, [1, 2, 3, 4]),
        "gzip bomb" => Frame(1, Gzip(new byte[8 << 20])),
        _ => throw new ArgumentOutOfRangeException(nameof(damage)),
    };

    private static byte[] Frame(byte flags, byte[] message)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    private static HttpRequestMessage Request(WireServer server, byte[] body, string contentType) => new(
        HttpMethod.Post, new Uri(server.Address, $"/{WireServer.Service}/Echo"))
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } },
    };

    private static async Task<(GrpcStatus Status, HttpResponseHeaders Headers)> PostAsync(
        WireServer server, byte[] body, string? encoding, string contentType = "application/grpc")
    {
        using var http = new HttpClient();
        using var request = Request(server, body, contentType);
        if (encoding is not null)
        {
            request.Headers.Add("grpc-encoding", encoding);
        }

        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await response.Content.ReadAsByteArrayAsync();
        var trailers = response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders;
        var code = (GrpcStatusCode)int.Parse(trailers.GetValues("grpc-status").Single());
        var detail = trailers.TryGetValues("grpc-message", out var text) ? Uri.UnescapeDataString(text.Single()) : "";
        return (new GrpcStatus(code, detail), response.Headers);
    }
}
