using System.Buffers;
using System.Globalization;
using System.Text;

namespace Palestra.Wire;

/// <summary>Names and text forms of gRPC over HTTP/2 (the "PROTOCOL-HTTP2" document of the gRPC project).</summary>
internal static class GrpcProtocol
{
    public const string ContentType = "application/grpc";
    public const string StatusHeader = "grpc-status";
    public const string MessageHeader = "grpc-message";
    public const string TimeoutHeader = "grpc-timeout";
    public const string EncodingHeader = "grpc-encoding";
    public const string AcceptEncodingHeader = "grpc-accept-encoding";
    public const string AcceptedEncodings = "identity,gzip";

    /// <summary>Longest encoded status sentence: clients bound the size of all headers together, some at 8 KiB.</summary>
    [NotTunable("Half of what the strictest clients take as headers; a longer status would not arrive.")]
    private const int MaxEncodedMessageLength = 4096;

    [NotTunable("The gRPC protocol: a timeout has at most eight digits.")]
    private const int MaxTimeoutDigits = 8;
    [NotTunable("The gRPC protocol: a timeout has at most eight digits.")]
    private const long MaxTimeoutValue = 99_999_999;
    private static readonly SearchValues<byte> Unescaped = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x7F - 0x20).Select(c => (byte)c).Where(c => c != '%')]);

    /// <summary>"application/grpc" and "application/grpc+proto", with or without parameters.</summary>
    public static bool IsGrpc(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = contentType.AsSpan(ContentType.Length);
        if (rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest["+proto".Length..];
        }

        return rest.IsEmpty || rest[0] is ';' or ' ';
    }

    public static string EncodeMessage(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= MaxEncodedMessageLength && bytes.AsSpan().IndexOfAnyExcept(Unescaped) < 0)
        {
            return text;
        }

        var encoded = new StringBuilder(bytes.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (encoded.Length >= MaxEncodedMessageLength)
            {
                // Percent-encoded "…": the reader sees that the sentence goes on.
                return encoded.Append("%E2%80%A6").ToString();
            }

            Append(encoded, rune);
        }

        return encoded.ToString();
    }

    public static string DecodeMessage(string text) => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;

    /// <summary>"1500m" is 1.5 seconds; units are H, M, S, m, u, n.</summary>
    public static bool TryParseTimeout(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxTimeoutDigits + 1
            || !long.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        long? ticks = text[^1] switch
        {
            'H' => value * TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => value / TimeSpan.NanosecondsPerTick,
            _ => null,
        };
        timeout = new TimeSpan(ticks ?? 0);
        return ticks is not null;
    }

    public static string FormatTimeout(TimeSpan timeout)
    {
        foreach (var (ticksPerUnit, unit) in new[]
        {
            (TimeSpan.TicksPerMicrosecond, 'u'), (TimeSpan.TicksPerMillisecond, 'm'), (TimeSpan.TicksPerSecond, 'S'), (TimeSpan.TicksPerMinute, 'M'),
        })
        {
            var value = Math.Max(1, timeout.Ticks / ticksPerUnit);
            if (value <= MaxTimeoutValue)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Min(MaxTimeoutValue, (long)timeout.TotalHours)}H");
    }

    private static void Append(StringBuilder encoded, Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
        {
            if (Unescaped.Contains(b))
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }
    }
}
